package org.nessiebackup.cli.serve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Reviews;
import org.nessiebackup.service.security.ClusterReview;
import org.nessiebackup.service.security.ClusterUser;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Roles by the rules of the cluster: rights on {@code catalogs} of the group {@code
 * nessie-backup.org} in the service's namespace, which exist in rules only.
 */
final class ClusterRoles implements ClusterReview {
  private static final String GROUP = "nessie-backup.org";
  private static final String RESOURCE = "catalogs";

  private final Reviews reviews;

  /** Those of a cluster, for tokens that are for one of these. */
  ClusterRoles(Cluster cluster, List<String> audiences) {
    this.reviews = new Reviews(cluster, audiences);
  }

  @Override
  public Optional<ClusterUser> user(String token) {
    return reviews.user(token).map(ClusterRoles::user);
  }

  private static ClusterUser user(JsonNode user) {
    Map<String, List<String>> extra = new HashMap<>();
    user.path("extra")
        .properties()
        .forEach(each -> extra.put(each.getKey(), texts(each.getValue())));
    return new ClusterUser(
        user.path("username").asString(""),
        user.path("uid").asString(""),
        texts(user.path("groups")),
        extra);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(each -> each.asString("")).toList();
  }

  @Override
  public boolean has(ClusterUser user, Role role) {
    return reviews.allowed(
        JsonMapper.shared()
            .valueToTree(
                Map.of(
                    "username", user.name(),
                    "uid", user.id(),
                    "groups", user.groups(),
                    "extra", user.extra())),
        new Permission(GROUP, RESOURCE, verb(role)));
  }

  private static String verb(Role role) {
    return switch (role) {
      case VIEWER -> "get";
      case OPERATOR -> "operate";
      case ADMIN -> "administer";
    };
  }
}
