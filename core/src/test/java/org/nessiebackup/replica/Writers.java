package org.nessiebackup.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.nessiebackup.testing.TestDatabase;

/** Sessions that change a catalog as fast as they can, until they are closed. */
final class Writers implements AutoCloseable {
  private static final int SESSIONS = 2;

  private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicLong committed = new AtomicLong();
  private volatile boolean over;

  Writers(TestDatabase database, long seed) {
    for (int i = 0; i < SESSIONS; i++) {
      Random random = new Random(seed * SESSIONS + i);
      running.add(threads.submit(() -> write(database, random)));
    }
  }

  /** How many transactions there were so far. */
  long committed() {
    return committed.get();
  }

  private Void write(TestDatabase database, Random random) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = 'nessie-backup test writer'");
      connection.setAutoCommit(false);
      while (!over) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          statement.execute(change(random));
        }
        if (random.nextInt(8) == 0) {
          connection.rollback();
        } else {
          connection.commit();
          committed.incrementAndGet();
        }
      }
    }
    return null;
  }

  /** Values of up to 20 kB, most of them out of line; each session has rows of its own. */
  private static String change(Random random) {
    long session = Thread.currentThread().threadId();
    int number = random.nextInt(60);
    String row = "repo = 'load %d' AND obj_id = sha256('%d')".formatted(session, number);
    String value =
        "(SELECT string_agg(sha256((i * %d)::text::bytea), '') FROM generate_series(1, %d) i)"
            .formatted(random.nextInt(1 << 20), 3 + random.nextInt(600));
    return switch (random.nextInt(7)) {
      case 0, 1 ->
          """
          INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
          VALUES ('load %d', sha256('%d'), 'custom', '1', %s, 0) ON CONFLICT DO NOTHING
          """
              .formatted(session, number, value);
      case 2 ->
          "UPDATE nessie.objs2 SET obj_vers = '2', obj_value = %s WHERE ".formatted(value) + row;
      case 3 -> "UPDATE nessie.objs2 SET obj_vers = obj_vers || 'x', obj_ref = NULL WHERE " + row;
      case 4 -> "DELETE FROM nessie.objs2 WHERE " + row;
      case 5 ->
          """
          INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted)
          VALUES ('load %d', 'refs/heads/%d', sha256('%d'), false)
          ON CONFLICT (repo, ref_name) DO UPDATE SET prev_ptr = refs2.pointer, pointer = excluded.pointer
          """
              .formatted(session, number % 10, random.nextInt(1 << 20));
      default ->
          "DELETE FROM nessie.refs2 WHERE repo = 'load %d' AND ref_name = 'refs/heads/%d'"
              .formatted(session, number % 10);
    };
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdown();
    }
  }
}
