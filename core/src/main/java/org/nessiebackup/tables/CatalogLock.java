package org.nessiebackup.tables;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;

/**
 * One backup or restore at a time for a catalog: an advisory lock of the session, which needs no
 * privilege, works on a standby, and goes with the session whatever happens to us.
 */
public final class CatalogLock {
  /** Sets our locks apart from those of other programs. */
  private static final int SPACE = "nessie-backup".hashCode();

  private static final String HOLDER =
      """
      SELECT a.application_name, l.pid
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ? AND l.objid::bigint = ?
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private CatalogLock() {}

  /**
   * Takes the lock of the catalog in a schema, or fails at once.
   *
   * @throws BackupException {@link Failure#LOCKED}, saying who holds it
   */
  public static void acquire(Session session, String schema) {
    if (!tryAcquire(session, schema)) {
      throw Failure.LOCKED.exception(
          "somebody else is at work on the catalog in schema \"%s\": %s"
              .formatted(schema, holder(session, schema).orElse("a session that has just ended")),
          "Wait until it is done. If it hangs, end its process; the lock goes with it.");
    }
  }

  /** Takes the lock, and says whether it was free. */
  public static boolean tryAcquire(Session session, String schema) {
    boolean acquired =
        session.one(
            "lock the catalog",
            "SELECT pg_try_advisory_lock(?, ?)",
            row -> row.getBoolean(1),
            SPACE,
            schema.hashCode());
    if (acquired) {
      session.holdsLock();
    }
    return acquired;
  }

  /** Who holds the lock of a schema's catalog. */
  public static Optional<String> holder(Session session, String schema) {
    return session.first(
        "ask who holds the lock",
        HOLDER,
        row -> "\"%s\" (server process %d)".formatted(row.getString(1), row.getInt(2)),
        Integer.toUnsignedLong(SPACE),
        Integer.toUnsignedLong(schema.hashCode()));
  }
}
