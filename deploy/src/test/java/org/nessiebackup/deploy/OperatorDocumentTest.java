package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What docs/operator.md shows can be applied as it stands there, and names what there is. */
class OperatorDocumentTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static String document() throws IOException {
    return Files.readString(Deployment.home().resolve("../docs/operator.md"));
  }

  private static List<JsonNode> examples() throws IOException {
    List<JsonNode> examples = new ArrayList<>();
    BLOCK
        .matcher(document())
        .results()
        .flatMap(block -> Pattern.compile("(?m)^---\n").splitAsStream(block.group(1)))
        .forEach(text -> examples.add(YAML.readTree(text)));
    return examples;
  }

  @Test
  void everyExampleFitsItsKind() throws IOException {
    Set<String> kinds = new TreeSet<>();
    for (JsonNode example : examples()) {
      kinds.add(example.get("kind").asString());
      if (example.get("kind").asString().equals("Role")) {
        assertThat(KubernetesSchema.violation(example)).as("%s", example).isEmpty();
      } else {
        assertThat(ResourceSchema.violations(example)).as("%s", example).isEmpty();
      }
    }

    assertThat(kinds).containsAll(ResourceDefinitions.read().keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg}, backup: {schedul:"
            + " '@daily'}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg}, backup: {schedule:"
            + " nightly}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg, port: 70000}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg, parameters: {a: true}}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg}, vault: {uri: s3://a/b}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg}, restore: {backup: latest}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg}, nessie: {url: nessie}}",
        "NessieCatalog | {database: {host: pg}}",
        "NessieVault | {uri: lake}",
        "NessieVault | {keys: {recipients: [AGE-SECRET-KEY-1QQPQ]}}",
        "NessieVault | {retention: {keepDaily: -1}}",
        "NessieVault | {retention: {keepWithin: long}}",
        "NessieBackup | {catalogRef: {name: sales}, type: differential}",
        "NessieRestore | {catalogRef: {name: sales}}",
        "NessieRestore | {catalogRef: {name: sales}, source: {backup: latest}, approval: 'true'}",
        "NessieRestore | {catalogRef: {name: sales}, source: {backup: 'a b'}}",
        "NessieDrill | {source: {backup: latest}}"
      })
  void whatMakesNoSenseDoesNotFit(String kind, String spec) throws IOException {
    assertThat(ResourceSchema.violations(resource(kind, YAML.readTree(spec)))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg, parameters: {connectTimeout:"
            + " 5, sslmode: require}}}",
        "NessieCatalog | {vaultRef: {name: lake}, database: {host: pg, authority: {secret: ''}},"
            + " pod: {affinity: {nodeAffinity: {any: 1}}, tolerations: [{key: a}]}}",
        "NessieVault | {uri: s3://lake/sales}",
        "NessieVault | {}"
      })
  void whatTheChartTakesFits(String kind, String spec) throws IOException {
    assertThat(ResourceSchema.violations(resource(kind, YAML.readTree(spec)))).isEmpty();
  }

  private static JsonNode resource(String kind, JsonNode spec) {
    ObjectNode resource = YAML.createObjectNode();
    resource.put("apiVersion", "nessie-backup.org/v1alpha1").put("kind", kind);
    resource.putObject("metadata").put("name", "a");
    resource.set("spec", spec);
    return resource;
  }

  /** So that moving from the chart is copying sections. */
  @Test
  void allDefaultsOfTheChartFit() throws IOException {
    ObjectNode values = (ObjectNode) YAML.readTree(ChartValues.file());
    ObjectNode vault = (ObjectNode) values.get("vault");
    vault.set("keys", values.get("keys"));
    vault.remove("uri");
    values.putObject("vaultRef").put("name", "lake");
    ((ObjectNode) values.get("database")).put("host", "pg");
    values.remove(
        List.of(
            "nameOverride",
            "fullnameOverride",
            "vault",
            "keys",
            "operator",
            "serviceAccounts",
            "rbac",
            "networkPolicy"));
    ((ObjectNode) values.get("service")).remove(List.of("ingress", "serviceMonitor"));
    ((ObjectNode) values.get("monitoring")).remove(List.of("prometheusRule", "dashboard"));
    ((ObjectNode) values.get("restore")).remove(List.of("enabled", "backup"));
    ((ObjectNode) values.get("nessie")).remove("workloads");

    assertThat(ResourceSchema.violations(resource("NessieCatalog", values))).isEmpty();
    assertThat(ResourceSchema.violations(resource("NessieVault", vault))).isEmpty();
  }

  @Test
  void everyConditionAndShownColumnIsDocumented() throws IOException {
    String document = document();
    for (JsonNode definition : ResourceDefinitions.read().values()) {
      Pattern type = Pattern.compile("@\\.type=='(\\w+)'");
      definition
          .at("/spec/versions/0/additionalPrinterColumns")
          .valueStream()
          .map(column -> type.matcher(column.get("jsonPath").asString()))
          .forEach(
              matcher -> {
                while (matcher.find()) {
                  assertThat(document).contains("`" + matcher.group(1) + "`");
                }
              });
    }
  }
}
