package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A physical standby that shows what its primary had at a position of the log, and at later ones
 * one after the other: PostgreSQL's own recovery says what is right.
 */
public final class StoppedStandby implements AutoCloseable {
  private static final long SECONDS = 60;

  private final PostgresServer standby;

  private StoppedStandby(PostgresServer standby) {
    this.standby = standby;
  }

  /**
   * One that shows what is committed from now on, for which the primary has to keep its log ({@code
   * wal_keep_size}) until the last position was shown.
   */
  public static StoppedStandby of(PostgresServer primary) {
    PostgresServer standby = StandbyServer.of(primary);
    // What it were to replay until it is told where to stop could not be taken back.
    standby.stop();
    return new StoppedStandby(standby);
  }

  private static Map<String, String> target(String position, boolean inclusive) {
    return Map.of(
        "recovery_target_lsn",
        position,
        "recovery_target_inclusive",
        String.valueOf(inclusive),
        "recovery_target_action",
        "pause");
  }

  /**
   * Shows the catalog as of a position: what was committed by a record at it or before it is there.
   *
   * @param position where a record begins, not before that of an earlier call
   * @throws IllegalStateException if that takes more than a minute
   */
  public void show(String position) throws SQLException {
    stop(target(position, true));
  }

  /**
   * Shows the catalog as it was before a position: what was committed by a record at it is not
   * there. The rest is as for {@link #show}, but the position may be within a record.
   */
  public void showBefore(String position) throws SQLException {
    stop(target(position, false));
  }

  private void stop(Map<String, String> target) throws SQLException {
    try {
      standby.folder().append(target);
    } catch (IOException failure) {
      throw new UncheckedIOException("The standby can't be told where to stop", failure);
    }
    standby.restart();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!isStopped()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "The standby doesn't stop at %s. It logged:%n%s".formatted(target, standby.log()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private boolean isStopped() throws SQLException {
    try (Connection connection = standby.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_is_wal_replay_paused()")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Connects the superuser with a database, to look. */
  public Connection connect(String database) throws SQLException {
    return standby.connect(database);
  }

  @Override
  public void close() {
    standby.close();
  }
}
