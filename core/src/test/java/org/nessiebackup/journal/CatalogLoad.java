package org.nessiebackup.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.sandbox.CatalogLife;
import org.nessiebackup.sandbox.PostgresServer;

/**
 * Sessions that change a catalog at the same time, in every way in which one is changed: Nessie and
 * its tools, tasks that wait for each other, transactions that are taken back in part or as a
 * whole, and who rewrites the tables.
 */
final class CatalogLoad implements AutoCloseable {
  private static final int SESSIONS = 3;

  /** A deadlock, and a lock that was not to be had in time: what sessions do to each other. */
  private static final Set<String> COLLISIONS = Set.of("40P01", "55P03");

  private final PostgresServer server;
  private final CatalogLife life;
  private final List<Random> randoms = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);

  CatalogLoad(PostgresServer server, long seed) {
    this.server = server;
    this.life = new CatalogLife("nessie", List.of("", "other"), seed);
    for (int i = 0; i < SESSIONS; i++) {
      randoms.add(new Random(seed * SESSIONS + i));
    }
  }

  /** What a session does as one transaction. */
  private interface Step {
    void take(Connection connection) throws SQLException;
  }

  /**
   * Begins so many transactions.
   *
   * @param time over which they are spread evenly; zero is as fast as they go
   * @return done when they are
   */
  Running start(int transactions, Duration time) {
    List<Future<?>> sessions = new ArrayList<>();
    // What Nessie does takes much longer, as its objects are read before.
    int few = transactions / 10;
    int many = (transactions - few) / (SESSIONS - 1);
    sessions.add(threads.submit(() -> session(few, time, life::next)));
    for (Random random : randoms.subList(1, SESSIONS)) {
      sessions.add(threads.submit(() -> session(many, time, each -> transaction(each, random))));
    }
    return new Running(sessions);
  }

  /** Transactions that were begun. */
  record Running(List<Future<?>> sessions) {
    /** Waits for the last one. */
    void await() {
      try {
        for (Future<?> session : sessions) {
          session.get();
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Void session(int transactions, Duration time, Step step) throws SQLException {
    long begin = System.nanoTime();
    try (Connection connection = server.connect()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET lock_timeout = '5s'");
      }
      for (int i = 0; i < transactions; i++) {
        long due = begin + time.toNanos() / transactions * i;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        try {
          step.take(connection);
        } catch (SQLException failure) {
          if (!COLLISIONS.contains(failure.getSQLState())) {
            throw failure;
          }
        }
      }
    }
    return null;
  }

  private static void transaction(Connection connection, Random random) throws SQLException {
    if (random.nextInt(60) == 0) {
      run(connection, "VACUUM FULL nessie." + (random.nextBoolean() ? "objs2" : "refs2"));
      return;
    }
    connection.setAutoCommit(false);
    try {
      for (int i = random.nextInt(3); i >= 0; i--) {
        Savepoint savepoint = connection.setSavepoint();
        run(connection, change(random));
        if (random.nextInt(4) == 0) {
          connection.rollback(savepoint);
        }
      }
      if (random.nextInt(8) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Values of 100 bytes to 20 kB, which do not become smaller, are kept out of line for most. */
  private static String change(Random random) {
    int number = random.nextInt(60);
    String task = "repo = 'tasks' AND obj_id = sha256('%d')".formatted(number);
    String value =
        "(SELECT string_agg(sha256((i * %d)::text::bytea), '') FROM generate_series(1, %d) i)"
            .formatted(random.nextInt(1 << 20), 3 + random.nextInt(600));
    String branch = "repo = 'tasks' AND ref_name = 'refs/heads/%d'".formatted(number % 10);
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          """
          INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
          VALUES ('tasks', sha256('%d'), 'custom', '1', %s, 0) ON CONFLICT DO NOTHING
          """
              .formatted(number, value);
      case 2 ->
          "UPDATE nessie.objs2 SET obj_vers = '2', obj_value = %s WHERE ".formatted(value) + task;
      case 3 -> "UPDATE nessie.objs2 SET obj_vers = obj_vers || 'x', obj_ref = NULL WHERE " + task;
      case 4 -> "DELETE FROM nessie.objs2 WHERE " + task;
      case 5, 6 ->
          "UPDATE nessie.objs2 SET obj_ref = %d WHERE repo <> 'x' AND abs(hashtext(obj_id::text)) %% 97 = %d"
              .formatted(random.nextInt(1 << 20), number);
      case 7 ->
          """
          INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted)
          VALUES ('tasks', 'refs/heads/%d', sha256('%d'), false)
          ON CONFLICT (repo, ref_name) DO UPDATE SET prev_ptr = refs2.pointer, pointer = excluded.pointer
          """
              .formatted(number % 10, random.nextInt(1 << 20));
      default ->
          random.nextBoolean()
              ? "UPDATE nessie.refs2 SET deleted = NOT deleted WHERE " + branch
              : "DELETE FROM nessie.refs2 WHERE " + branch;
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
