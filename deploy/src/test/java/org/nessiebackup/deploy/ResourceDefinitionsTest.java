package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What Kubernetes is told of our kinds. */
class ResourceDefinitionsTest {
  private static final String RULES = "x-kubernetes-validations";
  private static final String FREE = "x-kubernetes-preserve-unknown-fields";

  @BeforeAll
  static void rewrite() throws IOException {
    if (Deployment.isRewriting()) {
      ResourceDefinitions.rewrite();
    }
  }

  @Test
  void theFilesAreMadeFromTheClassesAndTheValues() throws IOException {
    assertThat(ResourceDefinitions.written())
        .as("after a change of them: mvn -pl deploy -am verify -Ddeploy.rewrite=true")
        .isEqualTo(ResourceDefinitions.rendered());
  }

  @ParameterizedTest
  @CsvSource({
    "NessieVault, nv, Reachable",
    "NessieCatalog, nc, Ready",
    "NessieBackup, nb, Complete",
    "NessieRestore, nr, Planned",
    "NessieDrill, nd, Passed"
  })
  void aKindHasAShortNameAndSaysFirstHowItIs(String kind, String shortName, String first)
      throws IOException {
    JsonNode definition = ResourceDefinitions.read().get(kind);

    assertThat(definition.at("/spec/names/shortNames/0").asString()).isEqualTo(shortName);
    assertThat(definition.at("/spec/scope").asString()).isEqualTo("Namespaced");
    JsonNode version = definition.at("/spec/versions/0");
    assertThat(version.get("name").asString()).isEqualTo("v1alpha1");
    assertThat(version.at("/subresources").has("status")).isTrue();
    JsonNode columns = version.get("additionalPrinterColumns");
    assertThat(columns.at("/0/name").asString()).isEqualTo(first);
    assertThat(columns.get(columns.size() - 1).get("name").asString()).isEqualTo("Age");
  }

  @Test
  void everyFieldSaysWhatItMeans() throws IOException {
    List<String> silent = new ArrayList<>();
    forEachField(
        (path, field) -> {
          String text = field.path("description").asString("");
          if (!text.matches("(?s).*[.…]")) {
            silent.add(path);
          }
        });

    assertThat(silent).isEmpty();
  }

  @Test
  void noDescriptionSpeaksOfTheChart() throws IOException {
    forEachField(
        (path, field) ->
            assertThat(field.path("description").asString(""))
                .as(path)
                .doesNotContain("chart", "serviceAccounts.", "see docs", "under \"pod\""));
  }

  @Test
  void thereAreNoDefaultsButInWords() throws IOException {
    forEachField((path, field) -> assertThat(field.has("default")).as(path).isFalse());
    JsonNode catalog = spec("NessieCatalog");
    assertThat(catalog.at("/properties/backup/properties/schedule/description").asString())
        .endsWith(" Default: 0 2 * * *.");
    assertThat(catalog.at("/properties/pod/properties/resources/description").asString())
        .contains("as in a Pod", "Default: {\"requests\":{\"cpu\":\"250m\"");
    assertThat(catalog.at("/properties/database/properties/host/description").asString())
        .doesNotContain("Default");
  }

  /** By the rules of structural schemas, for what we use of them. */
  @Test
  void everySchemaIsStructural() throws IOException {
    Set<String> allowed =
        Set.of(
            "description",
            "type",
            "format",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "maxProperties",
            "items",
            "properties",
            "required",
            "additionalProperties",
            RULES,
            FREE,
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys");
    forEachSchema(
        (path, schema) -> {
          assertThat(allowed).as(path).containsAll(schema.propertyNames());
          assertThat(schema.has("type") != schema.has("x-kubernetes-int-or-string"))
              .as(path)
              .isTrue();
          assertThat(schema.has("properties") && schema.has("additionalProperties"))
              .as(path)
              .isFalse();
          if (schema.path("type").asString().equals("array")) {
            assertThat(schema.has("items")).as(path).isTrue();
          }
          if (schema.path("type").asString().equals("object") && !path.isEmpty()) {
            assertThat(
                    schema.has("properties")
                        || schema.has("additionalProperties")
                        || schema.has(FREE))
                .as(path)
                .isTrue();
          }
        });
  }

  @Test
  void everyRuleSaysWhatToDoAndIsSaidOnce() throws IOException {
    forEachSchema(
        (path, schema) -> {
          assertThat(schema.path(RULES).valueStream().map(rule -> rule.get("rule").asString()))
              .as(path)
              .doesNotHaveDuplicates();
          for (JsonNode rule : schema.path(RULES)) {
            assertThat(rule.get("message").asString()).as(path).isNotBlank();
          }
          // The API server refuses a rule on a text that may be of any length.
          if (schema.has(RULES) && schema.path("type").asString().equals("string")) {
            assertThat(schema.has("maxLength")).as(path).isTrue();
          }
        });
  }

  @Test
  void conditionsAreTakenOneByOneByTheirType() throws IOException {
    for (Map.Entry<String, JsonNode> kind : ResourceDefinitions.read().entrySet()) {
      JsonNode conditions =
          ResourceDefinitions.schema(kind.getValue())
              .at("/properties/status/properties/conditions");
      assertThat(conditions.get("x-kubernetes-list-type").asString()).isEqualTo("map");
      assertThat(conditions.at("/x-kubernetes-list-map-keys/0").asString()).isEqualTo("type");
      assertThat(conditions.at("/items/properties/lastTransitionTime/format").asString())
          .isEqualTo("date-time");
    }
    assertThat(
            ResourceDefinitions.schema(ResourceDefinitions.read().get("NessieCatalog"))
                .at("/properties/status/properties/runs/x-kubernetes-list-map-keys/0")
                .asString())
        .isEqualTo("component");
  }

  @Test
  void whatIsMadeOnceWithTheOperatorIsNoFieldOfACatalog() throws IOException {
    JsonNode fields = spec("NessieCatalog").get("properties");

    assertThat(fields.propertyNames())
        .contains("vaultRef", "database", "backup", "verifyFiles", "service", "drill", "nessie")
        .doesNotContain("vault", "keys", "rbac", "networkPolicy", "fullnameOverride", "global");
    assertThat(fields.at("/restore/properties").propertyNames())
        .doesNotContain("enabled", "backup");
    assertThat(fields.at("/service/properties").propertyNames())
        .doesNotContain("ingress", "serviceMonitor");
    assertThat(spec("NessieVault").get("properties").propertyNames())
        .containsExactlyInAnyOrder("uri", "claim", "credentials", "keys", "retention");
  }

  private static JsonNode spec(String kind) throws IOException {
    return ResourceDefinitions.schema(ResourceDefinitions.read().get(kind)).at("/properties/spec");
  }

  private static void forEachSchema(BiConsumer<String, JsonNode> visit) throws IOException {
    for (Map.Entry<String, JsonNode> kind : ResourceDefinitions.read().entrySet()) {
      walk(kind.getKey(), ResourceDefinitions.schema(kind.getValue()), visit);
    }
  }

  private static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> visit) {
    visit.accept(path, schema);
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      walk(path + "." + field.getKey(), field.getValue(), visit);
    }
    for (String inner : List.of("items", "additionalProperties")) {
      if (schema.has(inner)) {
        walk(path + "[]", schema.get(inner), visit);
      }
    }
  }

  /** Members of lists and maps are no fields. */
  private static void forEachField(BiConsumer<String, JsonNode> visit) throws IOException {
    forEachSchema(
        (path, schema) -> {
          if (!path.endsWith("[]")) {
            visit.accept(path, schema);
          }
        });
  }
}
