package org.nessiebackup.properties;

import java.util.List;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.Publications.Membership;

/**
 * Replicas that follow a catalog's tables, and cannot follow those that take their place. What one
 * follows by, publication and slot, has one name.
 */
public final class ReplicaStreams {
  /** As far as our role may; of another one the reader ends by itself, if at all. */
  private static final String TERMINATE =
      """
      SELECT pg_terminate_backend(s.active_pid)
      FROM pg_replication_slots s
        JOIN pg_stat_activity a ON a.pid = s.active_pid
        JOIN pg_roles r ON r.oid = a.usesysid
      WHERE s.slot_name = ? AND (pg_has_role(r.oid, 'USAGE')
        OR NOT r.rolsuper AND pg_has_role('pg_signal_backend', 'USAGE'))
      """;

  private static final String DROP =
      "SELECT pg_drop_replication_slot(slot_name)::text FROM pg_replication_slots"
          + " WHERE slot_name = ? AND active_pid IS NULL";

  /** Of 20 ms each; a process that was ended needs a moment. */
  private static final int WAITS = 50;

  private ReplicaStreams() {}

  /** The names by which replicas follow tables. */
  public static List<String> of(List<Membership> memberships) {
    return memberships.stream()
        .filter(Membership::ofReplica)
        .map(Membership::publication)
        .distinct()
        .toList();
  }

  /**
   * Ends the streams of publications that are gone. From version 18 on a server passes over a
   * publication that is not there, and would send nothing more without saying so.
   */
  public static void end(Session session, List<String> names) {
    for (String name : names) {
      String what = "drop replication slot \"" + name + "\"";
      boolean gone = false;
      for (int i = 0; !gone && i < WAITS; i++) {
        // Each time: a replica that was ended comes back, and is then in the way again.
        session.query(what, TERMINATE, row -> row.getBoolean(1), name);
        gone = !session.texts(what, DROP, name).isEmpty();
        session.one("wait for a slot", "SELECT pg_sleep(0.02)::text", row -> row.getString(1));
      }
    }
  }
}
