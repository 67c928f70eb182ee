package org.nessiebackup.kubernetes.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whether what is needed is allowed, and the rules that would allow it. */
public record Permissions(Cluster cluster) {
  private static final JsonMapper JSON = new JsonMapper();

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
      throw Failure.PERMISSION.exception(
          "in the namespace \"%s\" this is not allowed: %s"
              .formatted(
                  cluster.namespace(),
                  missing.stream().map(Permission::toString).collect(Collectors.joining(", "))),
          "Add to the Role of whoever runs this: " + String.join("; ", rules(missing)));
    }
  }

  /** As rules of a Role, one for each resource and object, in YAML on one line. */
  public static List<String> rules(List<Permission> permissions) {
    Map<String, List<String>> verbs = new TreeMap<>();
    for (Permission permission : permissions) {
      String target =
          "{apiGroups: [\"%s\"], resources: [\"%s\"], %sverbs: "
              .formatted(
                  permission.group(),
                  permission.resource(),
                  permission.name().map("resourceNames: [\"%s\"], "::formatted).orElse(""));
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
    permission.name().ifPresent(name -> attributes.put("name", name));
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
