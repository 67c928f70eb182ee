package org.nessiebackup.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;
import org.nessiebackup.operator.template.Installation;
import org.nessiebackup.operator.values.Values;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One set of settings, of which the chart and the operator each make objects. */
final class TwoRenderers {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESTORE = "nessie-restore-";

  /** The kinds that a catalog has; what else the chart makes it makes once. */
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class,
          "CronJob", CronJob.class,
          "Job", Job.class,
          "Deployment", Deployment.class,
          "Service", Service.class);

  /** Sections that are no part of a NessieCatalog or a NessieVault. */
  private static final List<String> OF_THE_CHART =
      List.of(
          "/nameOverride",
          "/fullnameOverride",
          "/serviceAccounts",
          "/rbac",
          "/networkPolicy",
          "/nessie/workloads",
          "/operator",
          "/service/ingress",
          "/service/serviceMonitor",
          "/monitoring/prometheusRule",
          "/monitoring/dashboard",
          "/restore/enabled",
          "/restore/backup");

  private final ObjectNode given;
  private final ObjectNode values;

  /** With settings behind the names of the runbook. */
  TwoRenderers(ObjectNode given) throws IOException {
    this.given = given;
    this.values = TreePaths.laid(read(Chart.runbook()), given);
  }

  static ObjectNode read(Path file) throws IOException {
    return YAML.readTree(Files.readString(file)) instanceof ObjectNode object
        ? object
        : JSON.createObjectNode();
  }

  /** The fields of a schema that a NessieCatalog or a NessieVault has, as pointers. */
  static List<String> fields(JsonNode schema) {
    List<String> fields = new ArrayList<>();
    collect("", schema, fields);
    fields.removeIf(
        field ->
            field.equals("/global")
                || OF_THE_CHART.stream()
                    .anyMatch(each -> field.equals(each) || field.startsWith(each + "/")));
    return fields;
  }

  private static void collect(String at, JsonNode schema, List<String> fields) {
    if (!schema.has("properties")) {
      fields.add(at);
      return;
    }
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      collect(at + "/" + property.getKey(), property.getValue(), fields);
    }
  }

  /** What the chart says where it makes nothing. */
  Optional<String> refusal(Path folder) throws IOException {
    try {
      chart(folder);
      return Optional.empty();
    } catch (IllegalStateException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  /** Objects and paths in which the two differ. */
  List<String> differences(Path folder) throws IOException {
    Map<String, JsonNode> chart = chart(folder);
    Map<String, JsonNode> ours = ours();
    List<String> all = new ArrayList<>();
    TreeMap<String, JsonNode> names = new TreeMap<>(chart);
    names.putAll(ours);
    for (String name : names.keySet()) {
      all.addAll(
          TreePaths.differences(
              name + " ",
              chart.getOrDefault(name, MissingNode.getInstance()),
              ours.getOrDefault(name, MissingNode.getInstance())));
    }
    return all;
  }

  /** By kind and name. */
  Map<String, JsonNode> chart(Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("values.json"), given.toString());
    Map<String, JsonNode> objects = new TreeMap<>();
    for (Manifest manifest : Chart.render(file)) {
      Class<? extends HasMetadata> kind = KINDS.get(manifest.kind());
      if (kind != null && !manifest.source().equals("dashboard.yaml")) {
        // As the model reads it: numbers are quantities, what is empty is left out.
        objects.put(manifest.toString(), comparable(JSON.treeToValue(content(manifest), kind)));
      }
    }
    return objects;
  }

  /** Kubernetes reads YAML 1.1, in which a number that begins with 0 is an octal one. */
  private static JsonNode content(Manifest manifest) {
    return YAML.readTree(manifest.text().replace("defaultMode: 0440", "defaultMode: 288"));
  }

  /** By kind and name. */
  Map<String, JsonNode> ours() {
    CatalogObjects catalog = catalog();
    List<HasMetadata> all = new ArrayList<>(catalog.all());
    catalog.claim().ifPresent(all::add);
    JsonNode restore = values.path("restore");
    if (restore.path("enabled").asBoolean(false)) {
      String backup = restore.path("backup").asString("latest");
      all.add(catalog.job(Component.RESTORE, RESTORE, catalog.restoreCommand(backup)));
    }
    Map<String, JsonNode> objects = new TreeMap<>();
    for (HasMetadata each : all) {
      objects.put(
          "%s \"%s\"".formatted(each.getKind(), each.getMetadata().getName()), comparable(each));
    }
    return objects;
  }

  /** What the operator makes of a NessieCatalog and a NessieVault with these settings. */
  CatalogObjects catalog() {
    String name = values.get("fullnameOverride").asString();
    String version = org.nessiebackup.deploy.Deployment.version();
    String image = "nessie-backup:" + version;
    return new CatalogObjects(
        new Installation(Chart.NAME, name, Chart.NAMESPACE, name, image, version),
        Values.of(catalogSpec(), vaultSpec()));
  }

  private ObjectNode catalogSpec() {
    ObjectNode spec = values.deepCopy();
    for (String path : OF_THE_CHART) {
      int last = path.lastIndexOf('/');
      if (spec.at(path.substring(0, last)) instanceof ObjectNode section) {
        section.remove(path.substring(last + 1));
      }
    }
    spec.remove(List.of("vault", "keys"));
    spec.putObject("vaultRef").put("name", "lake");
    return spec;
  }

  private ObjectNode vaultSpec() {
    ObjectNode spec = JSON.createObjectNode();
    if (values.path("vault") instanceof ObjectNode vault) {
      spec.setAll(vault);
    }
    if (values.has("keys")) {
      spec.set("keys", values.get("keys"));
    }
    return spec;
  }

  /** Without what says who has made it. */
  private static JsonNode comparable(HasMetadata object) {
    JsonNode tree = JSON.valueToTree(object);
    metadata(tree.get("metadata"));
    metadata(tree.at("/spec/jobTemplate/metadata"));
    metadata(tree.at("/spec/jobTemplate/spec/template/metadata"));
    metadata(tree.at("/spec/template/metadata"));
    if (tree.get("metadata") instanceof ObjectNode metadata && object instanceof Job) {
      // Made by hand, it has a name of its own; on demand, it stays until somebody has read it.
      metadata.remove(List.of("generateName", "name"));
      ((ObjectNode) tree.get("spec")).remove("ttlSecondsAfterFinished");
    }
    return tree;
  }

  private static void metadata(JsonNode metadata) {
    if (metadata.path("labels") instanceof ObjectNode labels) {
      labels.remove(List.of("app.kubernetes.io/managed-by", "helm.sh/chart"));
    }
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove("helm.sh/resource-policy");
      annotations
          .propertyNames()
          .forEach(
              name -> {
                if (name.endsWith("/settings")) {
                  // A digest of what Helm has rendered, or of what the operator writes.
                  annotations.put(name, annotations.get(name).asString().length());
                }
              });
      if (annotations.isEmpty()) {
        ((ObjectNode) metadata).remove("annotations");
      }
    }
  }
}
