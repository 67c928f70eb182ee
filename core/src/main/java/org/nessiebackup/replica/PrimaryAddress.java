package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.ConnectionString;
import org.nessiebackup.replica.server.ReplicaNames;

/**
 * How the replica's server reaches the primary.
 *
 * @param string without a password
 * @param password of the role; absent if the server's own password file has it, or none is asked
 *     for
 */
record PrimaryAddress(ConnectionString string, Optional<Secret> password) {
  /**
   * That which the options say; what they do not is as we reach it ourselves.
   *
   * @param role as which we are logged in
   * @param names what the replica is called
   */
  static PrimaryAddress of(ReplicaSetup setup, String role, ReplicaNames names) {
    ReplicaOptions.Link link = setup.options().link();
    ConnectionString ours = setup.primary().connectionString();
    ConnectionString all =
        link.parameters().map(ConnectionString::parse).map(ours::with).orElse(ours);
    ConnectionString complete =
        all.withMissing("user", role)
            .withMissing("application_name", names.application())
            .withMissing("connect_timeout", "10");
    boolean ourRole = complete.parameter("user").equals(Optional.of(role));
    return new PrimaryAddress(
        complete,
        link.password().or(() -> ourRole ? setup.primary().password() : Optional.empty()));
  }

  String role() {
    return string.parameter("user").orElseThrow();
  }

  /** For the replica's server alone. */
  Secret secret() {
    return string.with(password);
  }

  /** For people. */
  @Override
  public String toString() {
    return string.toString();
  }
}
