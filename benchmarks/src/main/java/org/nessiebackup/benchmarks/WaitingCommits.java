package org.nessiebackup.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;

/** Commits of a server that wait until a journal has them. */
final class WaitingCommits {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final String RELOAD = "SELECT pg_reload_conf()";

  private WaitingCommits() {}

  /** From now on. Somebody has to follow, or no commit ends. */
  static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (\"%s\")'"
              .formatted(JournalProcess.APPLICATION));
      statement.execute(RELOAD);
      await(
          statement,
          "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'",
          "the server does not wait for the journal");
    }
  }

  /** Not any more. */
  static void end(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM RESET synchronous_standby_names");
      statement.execute(RELOAD);
      await(
          statement,
          "SELECT count(*) FROM pg_settings WHERE name = 'synchronous_standby_names' AND setting ="
              + " ''",
          "the server waits for the journal still");
    }
  }

  private static void await(Statement statement, String count, String otherwise) {
    Poller poller = new Poller(new WaitContext(Clock.systemUTC(), new Cancellation()));
    if (!poller.await(PATIENCE, BETWEEN_LOOKS, () -> isPositive(statement, count))) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static boolean isPositive(Statement statement, String count) {
    try (ResultSet row = statement.executeQuery(count)) {
      row.next();
      return row.getInt(1) > 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
