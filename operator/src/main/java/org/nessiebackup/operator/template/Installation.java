package org.nessiebackup.operator.template;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which objects are made, and what they have in common.
 *
 * @param catalog the name of the catalog, which is the instance in labels
 * @param name what all objects are called, with a suffix each; at most 40 characters, as Kubernetes
 *     allows a CronJob 52
 * @param namespace where they are
 * @param serviceAccount the account of pods that may nothing in the API; those that may something
 *     have its name with a suffix
 * @param image what is run where the catalog names no image
 * @param version of the program, for a label and as the tag of an image that is named without one
 */
public record Installation(
    String catalog,
    String name,
    String namespace,
    String serviceAccount,
    String image,
    String version) {
  private static final String PROGRAM = "nessie-backup";
  private static final int LONGEST_NAME = 40;

  /** Refuses names that no object could have. */
  public Installation {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a name has 1 to %d characters".formatted(LONGEST_NAME));
    }
    Objects.requireNonNull(catalog);
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(serviceAccount);
    Objects.requireNonNull(image);
    Objects.requireNonNull(version);
  }

  /** What objects of a catalog are called, as the chart calls those of a release of its name. */
  public static String objectName(String catalog) {
    String name = catalog.contains(PROGRAM) ? catalog : catalog + "-" + PROGRAM;
    String shortened = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return shortened.endsWith("-") ? shortened.substring(0, shortened.length() - 1) : shortened;
  }

  /** By these its pods are found. */
  Map<String, String> selector() {
    Map<String, String> labels = new TreeMap<>();
    labels.put("app.kubernetes.io/name", PROGRAM);
    labels.put("app.kubernetes.io/instance", catalog);
    return labels;
  }

  /** By these the pods of one component are found. */
  Map<String, String> selector(Component component) {
    return with(selector(), component);
  }

  /** Of all objects. */
  Map<String, String> labels() {
    Map<String, String> labels = selector();
    labels.put("app.kubernetes.io/part-of", "nessie");
    labels.put("app.kubernetes.io/version", version);
    labels.put("app.kubernetes.io/managed-by", "nessie-backup-operator");
    return labels;
  }

  /** Of the objects of one component. */
  Map<String, String> labels(Component component) {
    return with(labels(), component);
  }

  private static Map<String, String> with(Map<String, String> labels, Component component) {
    labels.put("app.kubernetes.io/component", component.label());
    return labels;
  }
}
