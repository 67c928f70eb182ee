package org.nessiebackup.postgres;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.postgres.ServerProbe.ServerProcess;
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
   * physical order, makes row security an error instead of a silent filter, and lets commits wait
   * for no standby: what is staged is of no use elsewhere. The swap's does.
   */
  private static final String SETTINGS =
      """
      SELECT set_config(name, CASE WHEN name = 'lock_timeout' THEN ? WHEN name = 'client_min_messages' THEN 'warning'
        WHEN name = 'synchronous_commit' AND setting <> 'off' THEN 'local'
        WHEN name LIKE '%timeout' OR name LIKE 'max%' THEN '0' ELSE 'off' END, false)
      FROM pg_settings
      WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
        'idle_session_timeout', 'transaction_timeout', 'max_parallel_workers_per_gather',
        'synchronize_seqscans', 'jit', 'row_security', 'client_min_messages', 'synchronous_commit')
      """;

  private static final String ABOUT =
      """
      SELECT current_setting('server_version_num')::int, pg_backend_pid(),
        pg_postmaster_start_time()::text
      """;

  private final Line line;
  private final PgConnection connection;
  private final Cancellation cancellation;
  private final Cancellation.Registration registration;
  private ServerProcess process;
  private boolean holdsLock;
  private volatile Activity activity;
  private volatile Waiting waiting;
  private volatile BackupException givenUp;

  private Session(Line line, Cancellation cancellation) {
    this.line = line;
    this.connection = line.connection();
    this.cancellation = cancellation;
    this.registration = cancellation.onRequest(this::cancelStatement);
  }

  /**
   * What a session is made of.
   *
   * @param connection speaks with the server
   * @param socket what that goes over, if it is known
   * @param settings how it was made
   * @param watch looks after it while the server owes an answer
   * @param progress hears what the server warns of, and of statements
   */
  record Line(
      PgConnection connection,
      Optional<BufferedSocket> socket,
      ConnectionSettings settings,
      SessionWatch watch,
      Progress progress) {}

  /**
   * A request that the server owes a response to.
   *
   * @param what as a verb phrase
   * @param since when, by the clock that only counts
   */
  record Activity(String what, long since) {}

  /**
   * What was seen when a lock was waited for.
   *
   * @param activity what for
   * @param holders who held it
   */
  private record Waiting(Activity activity, List<String> holders) {}

  static Session begin(Line line, Cancellation cancellation) throws SQLException {
    ConnectionSettings settings = line.settings();
    Session session = new Session(line, cancellation);
    try {
      // Alone and first, because the others together may take longer than a strict limit allows.
      session.execute("set time limits", "SET statement_timeout = 0");
      int version = session.one("ask for the version", ABOUT, session::about);
      if (version < Database.OLDEST_VERSION) {
        throw Failure.SERVER_UNSUPPORTED.exception(
            "the server at \"%s\" is PostgreSQL %d; the oldest supported is 13"
                .formatted(settings.describe(), version / 10000),
            "Upgrade the server, or `import` a dump made by its pg_dump.");
      }
      session.query(
          "set time limits",
          SETTINGS,
          row -> row.getString(1),
          Long.toString(settings.limits().lock().toMillis()));
      ServerWarnings.pass(line.connection().getWarnings(), line.progress()::warning);
      line.connection().clearWarnings();
      // So far the limit of the login holds; from here on somebody watches.
      line.connection().setNetworkTimeout(Runnable::run, settings.responseMillis());
      line.watch().add(session);
      line.progress()
          .detail(
              Progress.Detail.VERBOSE,
              () ->
                  "connected to %s, process %d"
                      .formatted(settings.describe(), session.process.id()));
      return session;
    } catch (RuntimeException | SQLException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  /**
   * Whether the server has this version, or a newer one.
   *
   * @param version as {@code server_version_num}
   */
  public boolean isAtLeast(int version) {
    return connection.haveMinimumServerVersion(version);
  }

  private int about(ResultSet row) throws SQLException {
    process =
        new ServerProcess(
            row.getInt(2),
            row.getString(3),
            row.getInt(2) != connection.getBackendPID(),
            connection.getQueryExecutor().getHostSpec());
    return row.getInt(1);
  }

  /** Reads one column or more of a result row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Something that talks to the driver. */
  @FunctionalInterface
  public interface DriverCall<T> {
    T run() throws SQLException;
  }

  /**
   * Runs a query.
   *
   * @param what a verb phrase for the error message
   * @param parameters a list of texts is an array, for {@code = ANY (?)}
   */
  public <T> List<T> query(String what, String sql, RowReader<T> reader, Object... parameters) {
    return run(
        what,
        sql,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                rows.add(reader.read(result));
              }
            }
            ServerWarnings.pass(statement.getWarnings(), line.progress()::warning);
            return rows;
          }
        });
  }

  private void fill(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        // The driver takes the type of NULL from the statement only if it is given none.
        case null -> statement.setNull(i + 1, Types.NULL);
        case List<?> texts ->
            statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
  }

  /** The first column of all rows, as text. */
  public List<String> texts(String what, String sql, Object... parameters) {
    return query(what, sql, row -> row.getString(1), parameters);
  }

  /** The first row of a query that has one. */
  public <T> T one(String what, String sql, RowReader<T> reader, Object... parameters) {
    return query(what, sql, reader, parameters).getFirst();
  }

  /** The first row of a query that may have none. */
  public <T> Optional<T> first(String what, String sql, RowReader<T> reader, Object... parameters) {
    return query(what, sql, reader, parameters).stream().findFirst();
  }

  /** Runs a statement without a result. */
  public void execute(String what, String sql) {
    run(
        what,
        sql,
        () -> {
          try (Statement statement = connection.createStatement()) {
            boolean responded = statement.execute(sql);
            ServerWarnings.pass(statement.getWarnings(), line.progress()::warning);
            return responded;
          }
        });
  }

  /** Runs a statement once for each set of parameters; returns how many rows were changed. */
  public int batch(String what, String sql, List<Object[]> parameters) {
    return run(
        what,
        sql,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] each : parameters) {
              fill(statement, each);
              statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).map(count -> Math.max(count, 0)).sum();
          }
        });
  }

  /** Reports the statement without its parameters, which are values of rows. */
  private <T> T run(String what, String sql, DriverCall<T> driverCall) {
    long begun = System.nanoTime();
    T result = call(what, driverCall);
    double seconds = (System.nanoTime() - begun) / 1e9;
    line.progress()
        .detail(
            Progress.Detail.DEBUG,
            () ->
                String.format(
                    Locale.ROOT,
                    "%s in %.3f s: %s",
                    what,
                    seconds,
                    sql.strip().replaceAll("\\s+", " ")));
    return result;
  }

  /** Runs a call of the driver and translates its errors. */
  public <T> T call(String what, DriverCall<T> driverCall) {
    cancellation.check();
    return watched(what, driverCall);
  }

  private <T> T watched(String what, DriverCall<T> driverCall) {
    return watched(new Activity(what, System.nanoTime()), driverCall);
  }

  /** The same for a response that was asked for before. */
  <T> T watched(Activity asked, DriverCall<T> driverCall) {
    // Who reads a row may query more.
    Activity outer = activity;
    activity = asked;
    try {
      return translated(asked, driverCall);
    } finally {
      activity = outer;
    }
  }

  /** Runs a call to which the server owes nothing, so that nobody looks after it. */
  <T> T translated(Activity asked, DriverCall<T> driverCall) {
    try {
      return driverCall.run();
    } catch (SQLException e) {
      throw translated(e, asked);
    }
  }

  /** Takes an open transaction back because of a failure, to which a second one is attached. */
  public void rollBackAfter(Throwable failure) {
    attach(failure, () -> execute("take the transaction back", "ROLLBACK"));
  }

  private static void attach(Throwable failure, Runnable cleaning) {
    try {
      cleaning.run();
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }

  private BackupException translated(SQLException error, Activity asked) {
    BackupException reason = reason(error, asked);
    if (reason != null && !cancellation.requested()) {
      return reason.failure().exception(reason.getMessage(), reason.hint().orElse(null), error);
    }
    Waiting seen = waiting;
    return seen != null && seen.activity().equals(asked)
        ? SqlErrors.translate(error, asked.what(), cancellation, seen.holders())
        : SqlErrors.translate(error, asked.what(), cancellation);
  }

  /** Why nobody waits any longer, for whatever gave up waiting; null if it was something else. */
  private BackupException reason(SQLException error, Activity asked) {
    // Until somebody watches, and where the address has a limit of its own, the socket gives up.
    return givenUp == null && error.getCause() instanceof SocketTimeoutException
        ? SessionWatch.silence(
            line.settings(), asked.what(), Duration.ofNanos(System.nanoTime() - asked.since()))
        : givenUp;
  }

  /** What the server owes a response to just now; null if nothing. */
  Activity activity() {
    return activity;
  }

  /** Notes who was seen to hold the lock that is waited for. */
  void waitsFor(Activity what, List<String> holders) {
    waiting = new Waiting(what, holders);
  }

  /** Ends whatever the session waits for, which will fail with that reason; for other threads. */
  void giveUp(BackupException reason) {
    givenUp = reason;
    abort();
  }

  public CopyManager copies() {
    return call("start a COPY", connection::getCopyAPI);
  }

  /** Ends a COPY because of a failure, to which a second failure is attached. */
  public void abandonAfter(CopyOperation copy, Throwable failure) {
    attach(
        failure,
        () ->
            watched(
                "end a COPY",
                () -> {
                  copy.cancelCopy();
                  return copy;
                }));
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  /** How it was made. */
  ConnectionSettings settings() {
    return line.settings();
  }

  /** What speaks with the server. */
  PgConnection connection() {
    return connection;
  }

  /** What that goes over; absent where the address names sockets of its own. */
  Optional<BufferedSocket> socket() {
    return line.socket();
  }

  /** Whether something between here and the server may give us another one. */
  public boolean isPooled() {
    return process.pooled();
  }

  /** What serves this session. */
  ServerProcess process() {
    return process;
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

  /** Lets the connection go without a word, to an end that would not hear it. */
  void abort() {
    try {
      // Without good-bye: that would wait for a peer that does not listen.
      if (line.socket().isPresent()) {
        line.socket().get().close();
      }
    } catch (IOException e) {
      // It is of no use any more, which is all that is wanted.
    }
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new IllegalStateException("abort does not fail with an executor", e);
    }
  }

  /** This session holds a lock that must be free for the next one as soon as this one is closed. */
  public void holdsLock() {
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
      // Nobody watches any more.
      connection.setNetworkTimeout(Runnable::run, (int) line.settings().limits().look().toMillis());
      statement.execute("ROLLBACK");
      statement.execute("SELECT pg_advisory_unlock_all()");
    } catch (SQLException gone) {
      // The connection is broken, and the lock goes with it.
      abort();
    }
  }

  /** Closes because of a failure, to which a second failure is attached. */
  public void closeAfter(Throwable failure) {
    attach(failure, this::close);
  }

  /**
   * Ends the session; an open transaction is rolled back, as the server does when a client goes.
   */
  @Override
  public void close() {
    registration.close();
    line.watch().remove(this);
    try {
      releaseLock();
      connection.close();
    } catch (SQLException e) {
      throw SqlErrors.translate(e, "close the connection", cancellation);
    }
  }
}
