package org.nessiebackup.replication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;
import org.nessiebackup.Lsn;
import org.nessiebackup.postgres.Session;

/**
 * A replication slot: the place in the log up to which a reader of changes has come, and from where
 * on the server keeps the log for it.
 *
 * @param name its name
 * @param plugin what decodes for it; absent of a physical one
 * @param database whose changes; absent of a physical one
 * @param activeProcess the server's process that reads it now; absent if there is none
 * @param log what is kept for it
 * @param condition what else there is to know
 */
public record ReplicationSlot(
    String name,
    Optional<String> plugin,
    Optional<String> database,
    Optional<Integer> activeProcess,
    Log log,
    Condition condition) {
  private static final String PLUGIN = "pgoutput";

  /** Members that older versions do not have are absent from the document, and so null. */
  private static final String LOOK =
      """
      SELECT s.slot_name, s.plugin, s.database, s.active_pid, s.restart_lsn::text AS restart,
        s.confirmed_flush_lsn::text AS confirmed, s.wal_status, s.safe_wal_size, s.temporary,
        pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
          ELSE pg_current_wal_insert_lsn() END, s.restart_lsn)::bigint AS retained,
        to_jsonb(s) ->> 'invalidation_reason' AS reason,
        coalesce(to_jsonb(s) ->> 'two_phase', 'false')::boolean AS two_phase,
        coalesce(to_jsonb(s) ->> 'failover', 'false')::boolean AS failover,
        coalesce(to_jsonb(s) ->> 'synced', 'false')::boolean AS synced
      FROM pg_replication_slots s WHERE s.slot_name = ?
      """;

  private static final String DROP =
      "SELECT pg_drop_replication_slot(slot_name)::text FROM pg_replication_slots WHERE slot_name ="
          + " ?";

  /** Who reads by a role that ours has nothing to say to is waited for instead. */
  private static final String TERMINATE =
      """
      SELECT pg_terminate_backend(s.active_pid)
      FROM pg_replication_slots s
        JOIN pg_stat_activity a ON a.pid = s.active_pid
        JOIN pg_roles r ON r.oid = a.usesysid
      WHERE s.slot_name = ? AND (pg_has_role(r.oid, 'USAGE')
        OR NOT r.rolsuper AND pg_has_role('pg_signal_backend', 'USAGE'))
      """;

  /** Of 20 ms each; a process that was ended, or whose client has just gone, needs a moment. */
  private static final int WAITS = 100;

  /**
   * What is kept for a slot.
   *
   * @param restart from where on; absent of a slot that is lost, or just being made
   * @param confirmed what its reader has confirmed; absent of a physical one
   * @param status absent if the server does not say
   * @param retainedBytes how much log lies between {@code restart} and its end
   * @param safeBytes how much more can be written before the slot may be lost, negative if it may
   *     be already; absent if there is no limit, or it is lost
   */
  public record Log(
      Optional<Lsn> restart,
      Optional<Lsn> confirmed,
      Optional<WalStatus> status,
      long retainedBytes,
      Optional<Long> safeBytes) {}

  /** Whether the server has what a slot needs. */
  public enum WalStatus implements Labelled {
    /** Within {@code max_wal_size}. */
    RESERVED,
    /** Beyond it, and kept. */
    EXTENDED,
    /** The next checkpoint may remove some of it. */
    UNRESERVED,
    /** Some of it was removed: the slot is of no use any more. */
    LOST
  }

  /**
   * What else there is to know of a slot.
   *
   * @param temporary whether it goes with its session
   * @param twoPhase whether prepared transactions are sent before they are committed
   * @param failover whether standbys that synchronize slots have it too (17 and later)
   * @param synced whether it is such a copy, on a standby
   * @param invalidationReason why the server has given it up (17 and later)
   */
  public record Condition(
      boolean temporary,
      boolean twoPhase,
      boolean failover,
      boolean synced,
      Optional<String> invalidationReason) {}

  /** Looks a slot up; absent if there is none of that name, anywhere on the server. */
  public static Optional<ReplicationSlot> look(Session session, String name) {
    return session.first(
        "look for replication slot \"" + name + "\"", LOOK, ReplicationSlot::read, name);
  }

  /**
   * The same, if it decodes by {@code pgoutput} for the database of the session. One of another
   * kind that has the name is somebody else's, and nothing for a journal.
   */
  public static Optional<ReplicationSlot> lookHere(Session session, String name) {
    return look(session, name).filter(slot -> slot.isOf(currentDatabase(session)));
  }

  private static String currentDatabase(Session session) {
    return session.one(
        "ask for the database", "SELECT current_database()", row -> row.getString(1));
  }

  /** Whether it decodes by {@code pgoutput} for a database. */
  public boolean isOf(String wanted) {
    return plugin.filter(PLUGIN::equals).isPresent() && database.filter(wanted::equals).isPresent();
  }

  /** What it is, as part of a sentence. */
  public String kind() {
    return plugin
        .map(
            name ->
                "a logical one of plugin \"%s\" in database \"%s\""
                    .formatted(name, database.orElse("")))
        .orElse("a physical one");
  }

  private static ReplicationSlot read(ResultSet row) throws SQLException {
    return new ReplicationSlot(
        row.getString("slot_name"),
        Optional.ofNullable(row.getString("plugin")),
        Optional.ofNullable(row.getString("database")),
        Optional.ofNullable(row.getObject("active_pid", Integer.class)),
        new Log(
            Optional.ofNullable(row.getString("restart")).flatMap(Lsn::parse),
            Optional.ofNullable(row.getString("confirmed")).flatMap(Lsn::parse),
            status(row.getString("wal_status")),
            row.getLong("retained"),
            Optional.ofNullable(row.getObject("safe_wal_size", Long.class))),
        new Condition(
            row.getBoolean("temporary"),
            row.getBoolean("two_phase"),
            row.getBoolean("failover"),
            row.getBoolean("synced"),
            Optional.ofNullable(row.getString("reason"))));
  }

  private static Optional<WalStatus> status(String word) {
    return Optional.ofNullable(word).map(each -> WalStatus.valueOf(each.toUpperCase(Locale.ROOT)));
  }

  /** Whether the server has given it up, so that nothing can be read from it any more. */
  public boolean isLost() {
    return condition.invalidationReason().isPresent()
        || log.status().filter(WalStatus.LOST::equals).isPresent();
  }

  /** Why it is lost, in the server's own words as far as it has any. */
  public String lossReason() {
    return condition
        .invalidationReason()
        .map(reason -> reason.replace('_', ' '))
        .orElse("the log that it needs was removed");
  }

  /**
   * Removes a slot, and lets go what the server keeps for it. One whose reader has just gone is
   * waited for.
   *
   * @return whether there was one
   * @throws BackupException {@link Failure#LOCKED} if somebody reads it
   */
  public static boolean drop(Session session, String name) {
    return drop(session, name, () -> {});
  }

  private static boolean drop(Session session, String name, Runnable whereItIsRead) {
    for (int i = 0; i < WAITS; i++) {
      Optional<ReplicationSlot> slot = look(session, name);
      if (slot.isEmpty()) {
        return false;
      }
      if (slot.get().activeProcess().isEmpty()) {
        return !session.texts("drop replication slot \"" + name + "\"", DROP, name).isEmpty();
      }
      whereItIsRead.run();
      pause(session);
    }
    throw Failure.LOCKED.exception(
        "cannot drop replication slot \"%s\": server process %s reads it"
            .formatted(name, look(session, name).flatMap(ReplicationSlot::activeProcess).orElse(0)),
        "Stop whoever follows it. If nobody seems to: SELECT pg_terminate_backend(active_pid) FROM"
            + " pg_replication_slots WHERE slot_name = '"
            + name.replace("'", "''")
            + "';");
  }

  /**
   * The same, where its reader is not to be waited for: ends the server's process for it, and that
   * of a reader who comes back before it is dropped, as far as our role may: that of its own role,
   * of one that it is a member of, and with {@code pg_signal_backend} all but those of superusers.
   *
   * @return whether there was one
   * @throws BackupException {@link Failure#LOCKED} if somebody goes on reading it
   */
  public static boolean dropInUse(Session session, String name) {
    return drop(
        session,
        name,
        () ->
            session.query(
                "end the reader of replication slot \"" + name + "\"",
                TERMINATE,
                row -> row.getBoolean(1),
                name));
  }

  private static void pause(Session session) {
    session.one("wait for a slot", "SELECT pg_sleep(0.02)::text", row -> row.getString(1));
  }
}
