package org.nessiebackup.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What each kind of work needs to be allowed, and whether it is. */
public final class Permissions {
  private static final String CORE = "";
  private static final String APPS = "apps";
  private static final String BATCH = "batch";
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;

  /** In a cluster. */
  public Permissions(Cluster cluster) {
    this.cluster = cluster;
  }

  /** To find the workload and look at it. */
  public static List<Permission> toLook() {
    return Stream.of(
            of(APPS, "deployments", "get", "list"),
            of(APPS, "statefulsets", "get", "list"),
            of(CORE, "pods", "list"),
            of(CORE, "pods/log", "get"),
            of("autoscaling", "horizontalpodautoscalers", "list"),
            of("policy", "poddisruptionbudgets", "list"),
            of(BATCH, "cronjobs", "list"),
            of(BATCH, "jobs", "list"))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * To restore: look, stop, start and ask Nessie, remember, tell.
   *
   * @param kind what runs Nessie
   * @param way how its API is reached
   */
  public static List<Permission> toRestore(WorkloadKind kind, NessieWay way) {
    return Stream.of(
            toLook(),
            of(APPS, kind.resource(), "patch"),
            of(APPS, kind.resource() + "/scale", "get", "update"),
            of(BATCH, "cronjobs", "get", "patch"),
            of("coordination.k8s.io", "leases", "get", "create", "update"),
            of(CORE, "events", "create"),
            way.permissions())
        .flatMap(List::stream)
        .toList();
  }

  /** To undo: the same, as Nessie is stopped and started just so. */
  public static List<Permission> toUndo(WorkloadKind kind, NessieWay way) {
    return toRestore(kind, way);
  }

  /** To reset: the same. */
  public static List<Permission> toReset(WorkloadKind kind, NessieWay way) {
    return toRestore(kind, way);
  }

  /** To look whether backups are made, and to run one. */
  public static List<Permission> toCheck(NessieWay way) {
    return Stream.of(
            toLook(),
            of(BATCH, "cronjobs", "get"),
            of(BATCH, "jobs", "get", "create", "delete"),
            of(CORE, "configmaps", "get"),
            of(CORE, "persistentvolumeclaims", "get"),
            of(CORE, "secrets", "get"),
            of(CORE, "serviceaccounts", "get"),
            of("coordination.k8s.io", "leases", "get"),
            way.permissions())
        .flatMap(List::stream)
        .toList();
  }

  static List<Permission> of(String group, String resource, String... verbs) {
    return Stream.of(verbs).map(verb -> new Permission(group, resource, verb)).toList();
  }

  /** Those that whoever runs this does not have, by asking the API server for each. */
  public List<Permission> missing(List<Permission> needed) {
    return needed.stream().distinct().filter(permission -> !allowed(permission)).toList();
  }

  /**
   * Makes sure that all are there.
   *
   * @throws BackupException {@link Failure#PERMISSION}, with the rules to add
   */
  public void require(List<Permission> needed) {
    List<Permission> missing = missing(needed);
    if (!missing.isEmpty()) {
      throw new BackupException(
          Failure.PERMISSION,
          "in the namespace \"%s\" this is not allowed: %s"
              .formatted(
                  cluster.namespace(),
                  missing.stream().map(Permission::toString).collect(Collectors.joining(", "))),
          "Add to the Role of whoever runs this: " + String.join("; ", rules(missing)));
    }
  }

  /** As rules of a Role, one for each resource, in YAML on one line. */
  public static List<String> rules(List<Permission> permissions) {
    Map<String, List<String>> verbs = new TreeMap<>();
    for (Permission permission : permissions) {
      String target =
          "{apiGroups: [\"%s\"], resources: [\"%s\"], verbs: "
              .formatted(permission.group(), permission.resource());
      List<String> of = verbs.computeIfAbsent(target, ignored -> new ArrayList<>());
      if (!of.contains(permission.verb())) {
        of.add(permission.verb());
      }
    }
    return verbs.entrySet().stream()
        .map(rule -> rule.getKey() + "[\"" + String.join("\", \"", rule.getValue()) + "\"]}")
        .toList();
  }

  private boolean allowed(Permission permission) {
    String[] resource = permission.resource().split("/", 2);
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
    attributes.put("namespace", cluster.namespace()).put("verb", permission.verb());
    attributes.put("group", permission.group()).put("resource", resource[0]);
    if (resource.length > 1) {
      attributes.put("subresource", resource[1]);
    }
    String answer =
        cluster.call(
            "cannot ask what is allowed",
            () ->
                cluster
                    .client()
                    .raw(
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        "POST",
                        review.toString()));
    return JSON.readTree(answer).path("status").path("allowed").asBoolean(false);
  }
}
