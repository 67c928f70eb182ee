package org.nessiebackup.replication;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.replication.ReplicationObstacle.Kind;

/**
 * What speaks against following a catalog on another server, found before anything is made.
 *
 * @param subscription the name of the subscription that is to be, or is there
 * @param schema whose tables are to follow
 * @param role who logs in to the primary
 * @param password whether a password for that is given
 */
public record SubscriptionRequirements(
    String subscription, String schema, String role, boolean password) {
  private static final String ENCODING =
      "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()";

  private static final String ROLE =
      """
      SELECT rolcanlogin, rolreplication OR rolsuper OR EXISTS (SELECT FROM pg_roles
        WHERE rolname = 'rds_replication' AND pg_has_role(r.oid, oid, 'USAGE'))
      FROM pg_roles r WHERE rolname = ?
      """;

  private static final ReplicationObstacle PROGRESS =
      ReplicationObstacle.ofReplica(
          Kind.PROGRESS_PRIVILEGE,
          Failure.PERMISSION,
          "the role may not ask how far it has come, which a promotion says where the primary is"
              + " gone: GRANT SELECT ON pg_replication_origin_status TO the role, and GRANT EXECUTE"
              + " ON FUNCTION pg_show_replication_origin_status() TO it",
          "Run that as a superuser there.");

  /** All obstacles and notes, what matters most first; empty if there are none. */
  public List<ReplicationObstacle> unmet(Session primary, Session replica) {
    List<ReplicationObstacle> all = new ArrayList<>(ofRole(primary));
    String followed = primary.one("ask for the encoding", ENCODING, row -> row.getString(1));
    all.addAll(SubscriberReadiness.of(replica, subscription, schema).obstacles(followed, password));
    if (!AppliedPosition.mayAsk(replica)) {
      all.add(PROGRESS);
    }
    return all;
  }

  private List<ReplicationObstacle> ofRole(Session primary) {
    return primary
        .first(
            "ask about role \"" + role + "\"",
            ROLE,
            row -> row.getBoolean(1) && row.getBoolean(2),
            role)
        .filter(may -> may)
        .map(may -> List.<ReplicationObstacle>of())
        .orElseGet(
            () ->
                List.of(
                    new ReplicationObstacle(
                        Kind.ROLE,
                        Failure.PERMISSION,
                        "role \"%s\", as which the replica's server is to log in, may not replicate"
                            .formatted(role),
                        "As a superuser: ALTER ROLE %s LOGIN REPLICATION; on Amazon RDS: GRANT"
                                .formatted(Sql.name(role))
                            + " rds_replication TO "
                            + Sql.name(role)
                            + "; or name another one in --primary-address.")));
  }
}
