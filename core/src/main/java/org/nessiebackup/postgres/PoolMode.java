package org.nessiebackup.postgres;

import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;

/** Whether a pooler is between us and the server, and for how long it gives us a session. */
public enum PoolMode {
  /** There is none, as far as can be seen. */
  NONE,
  /** As long as we are connected: as if there were none. */
  SESSION,
  /** For one transaction; settings, locks and snapshots may end up with somebody else. */
  TRANSACTION,
  /** For one statement; there are no transactions. */
  STATEMENT;

  /** What is wrong with that. */
  public static final String SHARED =
      "a pooler lends connections by transaction, or by statement: locks, settings and snapshots"
          + " may end up with somebody else. Connect to the server itself";

  /**
   * Finds out. A pooler shows another process than the server's. Of one that lends sessions for a
   * transaction a second connection gets the one that the first has just let go.
   *
   * @param session connected, and in no transaction
   * @param database opens the second connection, if there is a pooler
   */
  public static PoolMode of(Session session, Database database, Cancellation cancellation) {
    if (!session.process().pooled()) {
      return NONE;
    }
    try (Session second = database.open(cancellation)) {
      int first = process(session);
      second.execute("begin a transaction", "BEGIN");
      boolean shared = process(second) == first;
      second.execute("end the transaction", "ROLLBACK");
      return shared ? TRANSACTION : SESSION;
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED || !e.getMessage().contains("statement pooling")) {
        throw e;
      }
      return STATEMENT;
    }
  }

  private static int process(Session session) {
    return session.one("ask who serves", "SELECT pg_backend_pid()", row -> row.getInt(1));
  }
}
