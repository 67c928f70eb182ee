package org.nessiebackup.operator.values;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.nessiebackup.BackupException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart's own values with those of a catalog and its vault laid over them, as Helm does it. */
final class ValuesTree {
  private static final String CLUSTER = "cnpgCluster";

  /** What the chart makes once, when it installs the operator, or what is not of a catalog. */
  private static final List<String> NOT_OF_A_CATALOG =
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

  /** Fields of a NessieCatalog that are no settings of its objects. */
  private static final List<String> REFERENCES = List.of("vaultRef", "serviceAccount");

  /** Sections of the chart that are said by a NessieVault only. */
  private static final List<String> SECTIONS_OF_THE_VAULT = List.of("vault", "keys", "retention");

  /** Fields of a NessieVault that are the chart's section of that name. */
  private static final List<String> OF_THE_VAULT = List.of("uri", "claim", "credentials");

  private static final ObjectNode DEFAULTS = defaults();

  private ValuesTree() {}

  static ObjectNode merged(JsonNode catalog, JsonNode vault) {
    ObjectNode values = DEFAULTS.deepCopy();
    ObjectNode ofCatalog = object(catalog);
    for (String name : SECTIONS_OF_THE_VAULT) {
      if (ofCatalog.has(name)) {
        throw refusal(BoundValues.ofCatalog(name), "the NessieVault says it");
      }
    }
    ofCatalog.remove(REFERENCES);
    JsonNode cluster =
        ofCatalog.path("database") instanceof ObjectNode database ? database.remove(CLUSTER) : null;
    lay(values, ofCatalog);
    lay(values, ofVault(object(vault)));
    if (cluster != null && !cluster.asString("").isEmpty()) {
      fill(values, cluster.asString());
    }
    return values;
  }

  /** What CloudNativePG calls the objects of a cluster; what is given stays. */
  private static void fill(ObjectNode values, String cluster) {
    if (values.path("database") instanceof ObjectNode database) {
      fill(database, "host", cluster + "-rw");
      fill(database.path("password"), "secret", cluster + "-app");
      fill(database.path("authority"), "secret", cluster + "-ca");
    }
  }

  private static void fill(JsonNode section, String field, String value) {
    if (section instanceof ObjectNode object && section.path(field).asString("").isEmpty()) {
      object.put(field, value);
    }
  }

  /** The fields of a vault, as the chart has them. */
  private static ObjectNode ofVault(ObjectNode vault) {
    ObjectNode values = vault.objectNode();
    ObjectNode section = values.putObject("vault");
    for (Map.Entry<String, JsonNode> field : vault.properties()) {
      String name = field.getKey();
      if (OF_THE_VAULT.contains(name)) {
        section.set(name, field.getValue());
      } else if (SECTIONS_OF_THE_VAULT.contains(name) && !name.equals("vault")) {
        values.set(name, field.getValue());
      } else {
        throw refusal(BoundValues.ofVault(name), BoundValues.UNKNOWN);
      }
    }
    return values;
  }

  private static BackupException refusal(String field, String reason) {
    return BoundValues.refusal(field, reason, /* cause= */ null);
  }

  private static ObjectNode object(JsonNode spec) {
    return spec instanceof ObjectNode object ? object.deepCopy() : DEFAULTS.objectNode();
  }

  /** Objects are merged, all else is replaced, and null takes away. */
  private static void lay(ObjectNode below, ObjectNode above) {
    for (Map.Entry<String, JsonNode> field : above.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        below.remove(name);
      } else if (below.path(name) instanceof ObjectNode lower
          && value instanceof ObjectNode upper) {
        lay(lower, upper);
      } else {
        below.set(name, value.deepCopy());
      }
    }
  }

  private static ObjectNode defaults() {
    try (InputStream chart = ValuesTree.class.getResourceAsStream("values.yaml")) {
      if (chart == null) {
        throw new IllegalStateException("values.yaml of the chart is not in this program");
      }
      ObjectNode values = (ObjectNode) new YAMLMapper().readTree(chart);
      for (String path : NOT_OF_A_CATALOG) {
        int last = path.lastIndexOf('/');
        ((ObjectNode) values.at(path.substring(0, last))).remove(path.substring(last + 1));
      }
      // The operator runs its own image, where no other is named.
      ((ObjectNode) values.get("image")).put("repository", "");
      values.putObject("retention");
      ((ObjectNode) values.get("nessie")).put("url", "");
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
