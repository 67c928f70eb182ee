package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.retry.Sleeper;

/**
 * Looks after whoever follows a journal, in a thread of its own: asks now and then how far it lags,
 * and has it stop when another service leads.
 */
final class JournalWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final CatalogJournal journal;
  private final Cancellation stop;
  private final BooleanSupplier leads;
  private final Supplier<Duration> pause;
  private final Consumer<JournalStatusReport> listener;
  private final Thread thread;

  /**
   * Does nothing before {@link #start}.
   *
   * @param stop ends this and whoever follows
   * @param leads whether this service is the one that follows
   * @param pause how long after a look comes the next one
   * @param listener hears what each has shown
   */
  JournalWatch(
      CatalogJournal journal,
      Cancellation stop,
      BooleanSupplier leads,
      Supplier<Duration> pause,
      Consumer<JournalStatusReport> listener) {
    this.journal = journal;
    this.stop = stop;
    this.leads = leads;
    this.pause = pause;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("journal watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Sleeper sleeper = Sleeper.stoppedBy(stop);
    long looked = System.nanoTime();
    while (!stop.requested()) {
      if (!leads.getAsBoolean()) {
        stop.request();
      } else if (System.nanoTime() - looked >= pause.get().toNanos()) {
        look();
        looked = System.nanoTime();
      }
      sleeper.sleep(EVERY);
    }
  }

  private void look() {
    try {
      listener.accept(journal.status());
    } catch (BackupException e) {
      // Whoever follows meets the same, and says so.
    }
  }

  @Override
  public void close() {
    stop.request();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
