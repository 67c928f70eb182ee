package org.nessiebackup.postgres;

import java.util.Optional;

/**
 * How far the write-ahead log is safe on the disk. With {@code synchronous_commit = off} a snapshot
 * sees transactions whose commit is not there yet; a crash takes them back, and their numbers are
 * given to others.
 */
public final class FlushedLsn {
  private static final String MAY_ASK =
      """
      SELECT bool_and(has_function_privilege(name, 'EXECUTE'))
      FROM unnest(ARRAY['pg_current_wal_insert_lsn()', 'pg_current_wal_flush_lsn()',
        'pg_current_xact_id()', 'pg_last_wal_replay_lsn()']) AS name
      """;

  /** A standby has no end of its own; and it replays only what it has on its disk. */
  private static final String END =
      """
      SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
        ELSE pg_current_wal_insert_lsn() END::text
      """;

  private static final String FLUSHED = "SELECT pg_current_wal_flush_lsn() >= ?::pg_lsn";

  /** Of 20 ms each, and far longer than it ever takes. */
  private static final int WAITS = 150;

  private FlushedLsn() {}

  /**
   * The end of the log, of a standby that of what it has replayed. It is behind everything that a
   * snapshot taken before sees. What a snapshot taken afterwards does not see has its commit behind
   * it, unless that was being confirmed just then ({@code docs/format.md}).
   *
   * @return absent if the role may not read it
   */
  public static Optional<String> end(Session session) {
    if (!session.one("ask about privileges", MAY_ASK, row -> row.getBoolean(1))) {
      return Optional.empty();
    }
    return session.one(
        "ask for the position in the log", END, row -> Optional.ofNullable(row.getString(1)));
  }

  /**
   * The position, if the log is on the disk up to it, or is soon. Outside of any transaction.
   *
   * <p>On a server where nobody writes, nothing would ever bring the last piece to the disk. So if
   * need be this commits a transaction of its own that does nothing; that is enough for the
   * server's WAL writer to do it, within its {@code wal_writer_delay} of 200 ms.
   */
  public static Optional<String> confirm(Session session, boolean standby, String position) {
    if (standby || flushed(session, position)) {
      return Optional.of(position);
    }
    session.one("write to the log", "SELECT pg_current_xact_id()::text", row -> row.getString(1));
    for (int i = 0; i < WAITS; i++) {
      session.one("wait for the log", "SELECT pg_sleep(0.02)::text", row -> row.getString(1));
      if (flushed(session, position)) {
        return Optional.of(position);
      }
    }
    return Optional.empty();
  }

  private static boolean flushed(Session session, String position) {
    return session.one(
        "ask for the position in the log", FLUSHED, row -> row.getBoolean(1), position);
  }
}
