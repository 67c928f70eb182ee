package org.nessiebackup.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.nessiebackup.Cancellation;
import org.nessiebackup.benchmarks.measure.ProcessTree;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;

/** Follows a journal as users have it, in a process of its own, until it is closed. */
final class JournalProcess implements AutoCloseable {
  /** What the server calls it. */
  static final String APPLICATION = "nessie-backup";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Poller POLLER =
      new Poller(new WaitContext(Clock.systemUTC(), new Cancellation()));

  private final Workbench bench;
  private final Process process;
  private volatile String last = "nothing";

  JournalProcess(Workbench bench, Process process) {
    this.bench = bench;
    this.process = process;
    Thread.ofVirtual().start(this::drain);
  }

  /** What nobody reads would fill the pipe. */
  private void drain() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
    } catch (IOException closed) {
      // The process was ended, and its pipe with it.
    }
  }

  /** Waits until everything is stored that was committed before; others have to commit. */
  void awaitNow() {
    String now = ask("SELECT pg_current_wal_insert_lsn()");
    await(
        () ->
            ask("SELECT count(*) FROM pg_stat_replication WHERE application_name = '%s'"
                        .formatted(APPLICATION)
                    + " AND flush_lsn >= '%s'".formatted(now))
                .equals("1"));
  }

  /**
   * Waits until something is so.
   *
   * @throws IllegalStateException if it does not come to be so
   */
  void await(BooleanSupplier so) {
    boolean over =
        POLLER.await(PATIENCE, BETWEEN_LOOKS, () -> so.getAsBoolean() || !process.isAlive());
    if (!over || !process.isAlive()) {
      throw new IllegalStateException("the journal does not catch up, and said last: " + last);
    }
  }

  private String ask(String sql) {
    try {
      return bench.query(Workbench.DATABASE, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it has taken of a processor, in seconds, by whichever thread. */
  double processorSeconds() {
    return ProcessTree.processorSeconds(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
