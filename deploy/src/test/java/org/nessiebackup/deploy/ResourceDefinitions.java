package org.nessiebackup.deploy;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.resource.NessieDrill;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.NessieVault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The definitions of our kinds for Kubernetes, in the chart's folder {@code crds}: made of the
 * operator's classes and, where a spec is sections of the chart's values, of the chart's schema.
 */
final class ResourceDefinitions {
  private static final String HEADER =
      "# Made from the operator's classes and the chart's values by a test; change those"
          + " instead.\n";

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          NessieVault.class,
          NessieCatalog.class,
          NessieBackup.class,
          NessieRestore.class,
          NessieDrill.class);

  /** Texts that are moments. */
  private static final Set<String> MOMENTS =
      Set.of(
          "at",
          "completedAt",
          "endedAt",
          "lastDrill",
          "lastTransitionTime",
          "lastVerification",
          "newestBackup",
          "observedAt",
          "plannedAt",
          "recoveryPoint",
          "snapshotAt",
          "startedAt",
          "undoneAt");

  /** Lists of which server-side apply takes each member for itself, and what names one. */
  private static final Map<String, String> MAPS = Map.of("conditions", "type", "runs", "component");

  private static final String RULES = "x-kubernetes-validations";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES, YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private ResourceDefinitions() {}

  static Path folder() {
    return Chart.folder().resolve("crds");
  }

  /** Names of files, with what they are to hold. */
  static Map<String, String> rendered() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      ObjectNode definition = of(kind);
      files.put(
          definition.at("/spec/names/plural").asString() + ".yaml",
          HEADER + YAML.writeValueAsString(definition));
    }
    return files;
  }

  /** What the files hold now. */
  static Map<String, String> written() throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(folder())) {
      try (Stream<Path> there = Files.list(folder())) {
        for (Path file : there.toList()) {
          files.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  /** Writes them anew. */
  static void rewrite() throws IOException {
    for (String file : written().keySet()) {
      Files.delete(folder().resolve(file));
    }
    Files.createDirectories(folder());
    for (Map.Entry<String, String> file : rendered().entrySet()) {
      Files.writeString(folder().resolve(file.getKey()), file.getValue());
    }
  }

  /** The definitions, by the names of their kinds. */
  static Map<String, JsonNode> read() throws IOException {
    Map<String, JsonNode> kinds = new TreeMap<>();
    for (String text : written().values()) {
      JsonNode definition = YAML.readTree(text);
      kinds.put(definition.at("/spec/names/kind").asString(), definition);
    }
    return kinds;
  }

  /** The schema of a definition's only version. */
  static JsonNode schema(JsonNode definition) {
    return definition.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static ObjectNode of(Class<? extends HasMetadata> kind) throws IOException {
    ObjectNode definition = generated(kind);
    ObjectNode version = (ObjectNode) definition.at("/spec/versions/0");
    version.set("additionalPrinterColumns", inOrder(version.get("additionalPrinterColumns"), kind));
    ObjectNode schema = (ObjectNode) schema(definition);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    if (kind.equals(NessieVault.class)) {
      properties.set("spec", SpecSchema.vault());
    } else if (kind.equals(NessieCatalog.class)) {
      properties.set("spec", SpecSchema.catalog());
      addRule(
          schema,
          "self.metadata.name.size() <= 40"
              + " && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
          "a catalog's name has at most 40 letters, digits and hyphens, and begins with a letter:"
              + " CronJobs and a Service are called by it");
    }
    describe(properties, "spec", "What is wanted.");
    describe(properties, "status", "What the operator has seen. It alone writes it.");
    schema.putArray("required").add("spec");
    mend(schema);
    return definition;
  }

  private static ObjectNode generated(Class<? extends HasMetadata> kind) {
    Map<String, ByteArrayOutputStream> output = new HashMap<>();
    new CRDGenerator()
        .customResourceClasses(List.of(kind))
        .forCRDVersions("v1")
        .withOutput(new InMemory(output))
        .generate();
    String text = output.values().iterator().next().toString(StandardCharsets.UTF_8);
    return (ObjectNode) YAML.readTree(text);
  }

  /** As the class has them; the generator sorts them. */
  private static ArrayNode inOrder(JsonNode columns, Class<?> kind) {
    ArrayNode ordered = YAML.createArrayNode();
    Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(
            column ->
                columns
                    .valueStream()
                    .filter(each -> each.get("name").asString().equals(column.name()))
                    .findFirst()
                    .orElseThrow())
        .forEach(
            column -> {
              ((ObjectNode) column).remove("priority");
              ordered.add(column);
            });
    return ordered;
  }

  private static void describe(ObjectNode properties, String name, String text) {
    ObjectNode described = YAML.createObjectNode().put("description", text);
    described.setAll((ObjectNode) properties.get(name));
    properties.set(name, described);
  }

  private static void addRule(ObjectNode schema, String rule, String message) {
    schema.withArray(RULES).addObject().put("rule", rule).put("message", message);
  }

  /** What the generator does not know, or says twice. */
  private static void mend(JsonNode schema) {
    if (schema.has(RULES)) {
      Set<JsonNode> rules = new LinkedHashSet<>(schema.get(RULES).valueStream().toList());
      ((ObjectNode) schema).putArray(RULES).addAll(rules);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      ObjectNode field = (ObjectNode) property.getValue();
      if (MAPS.containsKey(property.getKey()) && field.path("type").asString().equals("array")) {
        field.put("x-kubernetes-list-type", "map");
        field.putArray("x-kubernetes-list-map-keys").add(MAPS.get(property.getKey()));
      }
      if (MOMENTS.contains(property.getKey()) && field.path("type").asString().equals("string")) {
        field.put("format", "date-time");
      }
      mend(field);
    }
    if (schema.has("items")) {
      mend(schema.get("items"));
    }
  }

  /** Takes what the generator writes. */
  private record InMemory(Map<String, ByteArrayOutputStream> output)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return output.computeIfAbsent(name, unused -> new ByteArrayOutputStream());
    }

    @Override
    public void close() {}
  }
}
