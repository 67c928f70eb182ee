package org.nessiebackup.service.security;

import java.util.List;
import java.util.Map;

/**
 * Whom a cluster knows by a token.
 *
 * @param name such as {@code system:serviceaccount:monitoring:prometheus}
 * @param id never given to another
 * @param groups what he belongs to
 * @param extra what else the cluster says of him
 */
public record ClusterUser(
    String name, String id, List<String> groups, Map<String, List<String>> extra) {
  /** Copies what it is given. */
  public ClusterUser {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }
}
