package org.nessiebackup.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection with settings that long work needs, in autocommit mode until a transaction begins.
 * One thread at a time.
 */
public final class Session implements AutoCloseable {
  /**
   * A server's or role's time limits are made for queries of an application; a backup that is
   * killed by one at three at night is worse than a long transaction. The rest keeps rows in
   * physical order and makes row security an error instead of a silent filter.
   */
  private static final String SETTINGS =
      """
      SELECT set_config(name, CASE WHEN name LIKE '%timeout' OR name LIKE 'max%' THEN '0' ELSE 'off' END, false)
      FROM pg_settings
      WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
        'idle_session_timeout', 'transaction_timeout', 'max_parallel_workers_per_gather',
        'synchronize_seqscans', 'jit', 'row_security')
      """;

  private final PgConnection connection;
  private final Cancellation cancellation;
  private final Cancellation.Registration registration;
  private boolean holdsLock;

  private Session(PgConnection connection, Cancellation cancellation) {
    this.connection = connection;
    this.cancellation = cancellation;
    this.registration = cancellation.onRequest(this::cancelStatement);
  }

  static Session begin(
      PgConnection connection, Cancellation cancellation, ConnectionSettings settings)
      throws SQLException {
    Session session = new Session(connection, cancellation);
    try {
      // Alone and first, because the others together may take longer than a strict limit allows.
      session.execute("set time limits", "SET statement_timeout = 0");
      int version =
          session.one(
              "ask for the version",
              "SELECT current_setting('server_version_num')::int",
              row -> row.getInt(1));
      if (version < Database.OLDEST_VERSION) {
        throw new BackupException(
            Failure.SERVER_UNSUPPORTED,
            "the server at \"%s\" is PostgreSQL %d; the oldest supported is 13"
                .formatted(settings.describe(), version / 10000),
            "Upgrade the server, or `import` a dump made by its pg_dump.");
      }
      session.query("set time limits", SETTINGS, row -> row.getString(1));
      return session;
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  /** Reads one column or more of a result row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Something that talks to the driver. */
  @FunctionalInterface
  interface DriverCall<T> {
    T run() throws SQLException;
  }

  /** Runs a query; {@code what} is a verb phrase for the error message. */
  <T> List<T> query(String what, String sql, RowReader<T> reader, Object... parameters) {
    return call(
        what,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                rows.add(reader.read(result));
              }
            }
            return rows;
          }
        });
  }

  /** The first row of a query that has one. */
  <T> T one(String what, String sql, RowReader<T> reader, Object... parameters) {
    return query(what, sql, reader, parameters).getFirst();
  }

  /** The first row of a query that may have none. */
  <T> Optional<T> first(String what, String sql, RowReader<T> reader, Object... parameters) {
    return query(what, sql, reader, parameters).stream().findFirst();
  }

  /** Runs a statement that answers nothing. */
  void execute(String what, String sql) {
    call(
        what,
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** Runs a statement once for each set of parameters; answers how many rows were changed. */
  int batch(String what, String sql, List<Object[]> parameters) {
    return call(
        what,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] each : parameters) {
              for (int i = 0; i < each.length; i++) {
                // The driver tells the type of NULL from the statement only if it is told none.
                if (each[i] == null) {
                  statement.setNull(i + 1, Types.NULL);
                } else {
                  statement.setObject(i + 1, each[i]);
                }
              }
              statement.addBatch();
            }
            int changed = 0;
            for (int count : statement.executeBatch()) {
              changed += Math.max(count, 0);
            }
            return changed;
          }
        });
  }

  /** An array parameter for {@code = ANY (?)}. */
  Object textArray(List<String> values) {
    return call("make an array", () -> connection.createArrayOf("text", values.toArray()));
  }

  /** Runs a call of the driver and translates its errors. */
  <T> T call(String what, DriverCall<T> driverCall) {
    cancellation.check();
    try {
      return driverCall.run();
    } catch (SQLException e) {
      throw SqlErrors.translate(e, what, cancellation);
    }
  }

  /** Takes an open transaction back because of a failure, to which a second one is attached. */
  void rollBackAfter(Throwable failure) {
    try {
      execute("take the transaction back", "ROLLBACK");
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }

  CopyManager copies() {
    return call("start a COPY", connection::getCopyAPI);
  }

  /** Ends a COPY that nobody wants the rest of. */
  void abandon(CopyOperation copy) {
    try {
      copy.cancelCopy();
    } catch (SQLException e) {
      throw SqlErrors.translate(e, "end a COPY", cancellation);
    }
  }

  /** The same because of a failure, to which a second failure is attached. */
  void abandonAfter(CopyOperation copy, Throwable failure) {
    try {
      abandon(copy);
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** The server process that serves this session. */
  int processId() {
    return connection.getBackendPID();
  }

  /** The cancel request goes over a connection of its own, so any thread may send it. */
  private void cancelStatement() {
    try {
      connection.cancelQuery();
    } catch (SQLException e) {
      // The server is gone or too busy to hear us: cut the line, which ends the statement as
      // surely.
      abort();
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new IllegalStateException("abort does not fail with an executor", e);
    }
  }

  /** This session holds a lock that must be free for the next one as soon as this one is closed. */
  void holdsLock() {
    holdsLock = true;
  }

  /**
   * The server frees a session's locks when it notices that the client has gone, which is a little
   * later: too late for a command that follows at once.
   */
  private void releaseLock() throws SQLException {
    if (!holdsLock || connection.isClosed()) {
      return;
    }
    holdsLock = false;
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
      statement.execute("SELECT pg_advisory_unlock_all()");
    } catch (SQLException gone) {
      // The connection is broken, and the lock goes with it.
      abort();
    }
  }

  /** Closes because of a failure, to which a second failure is attached. */
  public void closeAfter(Throwable failure) {
    try {
      close();
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Ends the session; an open transaction is rolled back, as the server does when a client goes.
   */
  @Override
  public void close() {
    registration.close();
    try {
      releaseLock();
      connection.close();
    } catch (SQLException e) {
      throw SqlErrors.translate(e, "close the connection", cancellation);
    }
  }
}
