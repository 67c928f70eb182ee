package org.nessiebackup.service.security;

import java.util.Optional;

/** What a cluster says of tokens and of rights. */
public interface ClusterReview {
  /**
   * Whose a token is.
   *
   * @return empty if it is not good, or not for this service
   * @throws org.nessiebackup.BackupException if the cluster cannot be asked
   */
  Optional<ClusterUser> user(String token);

  /**
   * Whether somebody has a role here, by the rules of the cluster.
   *
   * @throws org.nessiebackup.BackupException if the cluster cannot be asked
   */
  boolean has(ClusterUser user, Role role);
}
