package org.nessiebackup.replication;

import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.Session;

/**
 * A statement that holds a secret, and is kept out of the server's log. Whoever is no superuser has
 * to take the log as it is: it gets the text of what fails, and with <code>ddl</code> of what does
 * not. So the text is no statement of its own, but a setting of the transaction that a block reads;
 * and its failure ends in the block, which fails with the same words and without the text.
 *
 * @param text the statement
 */
record SecretStatement(Secret text) {
  /** Whoever may not set one leaves it. */
  private static final String HIDE =
      """
      SELECT set_config(s.name, CASE s.name WHEN 'log_statement' THEN 'none'
        WHEN 'log_min_error_statement' THEN 'panic' WHEN 'log_error_verbosity' THEN 'terse'
        WHEN 'pg_stat_statements.track_utility' THEN 'off' ELSE '-1' END, true)
      FROM pg_settings s
      WHERE s.name IN ('log_statement', 'log_min_error_statement', 'log_error_verbosity',
          'log_min_duration_statement', 'log_min_duration_sample',
          'pg_stat_statements.track_utility') AND \
      """;

  private static final String SUPERUSER =
      "(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)";

  /** The right to set one can be granted from then on. */
  private static final int PARAMETER_VERSION = 150000;

  /**
   * A warning of the statement is logged with its text, as that of the query in which it arose,
   * unless the log is terse.
   */
  private static final String WARNS = "SELECT current_setting('log_error_verbosity') <> 'terse'";

  private static final String HAND_OVER =
      "SELECT set_config('nessie_backup.statement', ?, true) IS NULL";

  /** A request to stop is none of the others. */
  private static final String RUN =
      """
      DO $nessie_backup$
      DECLARE
        state text; message text; detail text; hint text;
      BEGIN
        EXECUTE current_setting('nessie_backup.statement');
      EXCEPTION WHEN OTHERS OR query_canceled OR assert_failure THEN
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
          detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
        RAISE EXCEPTION USING ERRCODE = state, MESSAGE = message, DETAIL = detail, HINT = hint;
      END
      $nessie_backup$
      """;

  /**
   * Does work in a transaction whose statements the server's log gets as little of as our role may
   * decide.
   *
   * @param end how the transaction ends if the work does not throw
   */
  static boolean inTransaction(Session session, String end, BooleanSupplier work) {
    session.execute("begin a transaction", "BEGIN");
    try {
      String may =
          session.isAtLeast(PARAMETER_VERSION)
              ? "has_parameter_privilege(s.name, 'SET')"
              : SUPERUSER;
      session.texts("keep a secret out of the server's log", HIDE + may);
      boolean result = work.getAsBoolean();
      session.execute("end a transaction", end);
      return result;
    } catch (RuntimeException e) {
      session.rollBackAfter(e);
      throw e;
    }
  }

  /** Whether the text is in the log if the statement warns, in such a transaction. */
  static boolean isLoggedWithWarnings(Session session) {
    return session.one("ask what is logged", WARNS, row -> row.getBoolean(1));
  }

  /**
   * Runs it, in such a transaction.
   *
   * @param what a verb phrase for the error message
   * @throws BackupException as if it were run by itself
   */
  void run(Session session, String what) {
    session.texts("hand a statement over", HAND_OVER, text.value());
    session.execute(what, RUN);
  }
}
