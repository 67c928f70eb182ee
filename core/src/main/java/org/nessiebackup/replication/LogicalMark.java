package org.nessiebackup.replication;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.postgres.Session;

/**
 * A message of ours in the log, which whoever reads the changes of this database gets in its place
 * among them. Any role may write one, so one proves nothing.
 */
public final class LogicalMark {
  /** For whom our messages are. */
  public static final String PREFIX = "nessie-backup";

  private static final String EMIT = "SELECT pg_logical_emit_message(true, ?, ?)::text";
  private static final String EMIT_AT_ONCE = "SELECT pg_logical_emit_message(false, ?, ?)::text";

  private LogicalMark() {}

  /**
   * Writes a message, in a transaction of its own unless the session is in one.
   *
   * @return its position; it counts once the transaction is committed
   * @throws BackupException {@link Failure#PERMISSION} if this role may not, {@link
   *     Failure#SERVER_UNSUPPORTED} on a standby
   */
  public static Lsn emit(Session session, String content) {
    return emit(session, EMIT, content);
  }

  /**
   * The same in no transaction: nothing waits for a standby, and what is rolled back is there, too.
   *
   * @throws BackupException as the other one
   */
  public static Lsn emitAtOnce(Session session, String content) {
    return emit(session, EMIT_AT_ONCE, content);
  }

  private static Lsn emit(Session session, String statement, String content) {
    try {
      return session.one(
          "write a message to the log",
          statement,
          row -> Optional.ofNullable(row.getString(1)).flatMap(Lsn::parse).orElseThrow(),
          PREFIX,
          content);
    } catch (BackupException e) {
      throw e.failure() == Failure.PERMISSION
          ? Failure.PERMISSION.exception(
              e.getMessage(),
              "Run as a superuser: GRANT EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text,"
                  + " text) TO …; from version 17 on (boolean, text, text, boolean).",
              e)
          : e;
    }
  }
}
