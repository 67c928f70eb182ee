package org.nessiebackup.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.FollowReport;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.vault.Vault;

/** Follows a journal, as the service does, until it is closed. */
final class JournalThread implements AutoCloseable {
  static final String APPLICATION = "nessie-backup";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT
          .in(CatalogSource.SCHEMA)
          .called(
              new JournalOptions.Names(
                  Optional.empty(), Optional.of(ReadingRole.PUBLICATION), APPLICATION));

  private final Cancellation cancellation = new Cancellation();
  private final Thread thread;
  private volatile Instant reached = Instant.MIN;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /** Begins at once. */
  JournalThread(Supplier<Vault> vaults, Database database, WorkContext work) {
    CatalogJournal journal =
        new CatalogJournal(vaults, database, OPTIONS, work.withCancellation(cancellation));
    this.thread = Thread.ofPlatform().daemon().name("journal").start(() -> follow(journal));
  }

  /** Begins a journal, which somebody has to follow then. */
  static void begin(Supplier<Vault> vaults, Database database, WorkContext work) {
    new CatalogJournal(vaults, database, OPTIONS, work).start();
  }

  private void follow(CatalogJournal journal) {
    try {
      FollowReport.Ended ended = journal.run(this::heard);
      failure = Optional.of(new IllegalStateException(ended.toString()));
    } catch (BackupException e) {
      if (e.failure() != Failure.INTERRUPTED) {
        failure = Optional.of(e);
      }
    }
  }

  private void heard(FollowReport report) {
    switch (report) {
      case FollowReport.Stored stored -> reached = stored.file().span().reachedAt();
      case FollowReport.Quiet quiet -> reached = quiet.until();
      case FollowReport.Following following -> {}
      case FollowReport.Begun begun -> {}
      case FollowReport.Ended ended -> {}
      case FollowReport.Waiting waiting -> {}
      case FollowReport.Waited waited -> {}
    }
  }

  /** Waits until everything is stored that was committed before. */
  void awaitNow() {
    Instant now = Instant.now();
    boolean there =
        new Poller(new WaitContext(Clock.systemUTC(), cancellation))
            .await(PATIENCE, BETWEEN_LOOKS, () -> !reached.isBefore(now) || failure.isPresent());
    refuseFailure();
    if (!there) {
      throw new IllegalStateException("the journal does not catch up");
    }
  }

  /** What it has taken of a processor, in seconds. */
  double processorSeconds() {
    return THREADS.getThreadCpuTime(thread.threadId()) / 1e9;
  }

  private void refuseFailure() {
    failure.ifPresent(
        each -> {
          throw each;
        });
  }

  @Override
  public void close() {
    cancellation.request();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseFailure();
  }
}
