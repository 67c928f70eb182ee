package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.fleet.TroubleLog;
import org.nessiebackup.service.run.Defect;

/**
 * A thread that follows something of one catalog as long as this service leads. What fails is tried
 * again, ever more seldom; what has gone well is tried again soon, however often it failed before.
 */
final class FollowerThread {
  private static final RetryPolicy PATIENCE =
      RetryPolicy.attempts(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

  private final String what;
  private final ServedCatalog catalog;
  private final WorkContext context;
  private final BooleanSupplier leads;
  private final Follower follower;
  private final TroubleLog trouble;
  private final Sleeper sleeper;
  private volatile boolean well;
  private volatile Optional<Thread> thread = Optional.empty();

  /** What it does, in this one thread. */
  interface Follower {
    /**
     * Follows until somebody else leads or something else has to be done first; says meanwhile that
     * it goes well.
     */
    void follow();

    /** Somebody else leads, and knows more by now. */
    void rest();

    /** Following has failed, and is tried again. */
    void failed(Trouble why);

    /** How long to wait before it goes on after an attempt that has not failed. */
    Duration pause();
  }

  /**
   * Does nothing before {@link #start}.
   *
   * @param what it follows, in words
   * @param context its request to stop ends the thread; its progress is told when it fails, and
   *     when it goes well again
   * @param leads whether this service is the one that follows
   */
  FollowerThread(
      String what,
      ServedCatalog catalog,
      WorkContext context,
      BooleanSupplier leads,
      Follower follower) {
    this.what = what;
    this.catalog = catalog;
    this.context = context;
    this.leads = leads;
    this.follower = follower;
    this.sleeper = Sleeper.stoppedBy(context.cancellation());
    this.trouble =
        new TroubleLog(
            catalog,
            new TroubleLog.Words(
                "its %s cannot be followed".formatted(what),
                "its %s can be followed again".formatted(what)),
            context.clock(),
            context.progress());
  }

  void start() {
    thread =
        Optional.of(
            Thread.ofPlatform()
                .daemon()
                .name("%s of %s".formatted(what, catalog.name()))
                .start(this::work));
  }

  private void work() {
    Retrier retrier =
        new Retrier(
            PATIENCE, new WaitContext(context.clock(), context.cancellation()), RetryListener.NONE);
    try {
      while (!stopped()) {
        retrier.run("cannot follow the " + what, this::attempt, failure -> true);
        sleep(follower.pause());
      }
    } catch (BackupException stopped) {
      // The only end that a retrier has which may repeat whatever fails.
    }
  }

  private boolean attempt() {
    well = false;
    try {
      if (leads.getAsBoolean()) {
        follower.follow();
      } else {
        follower.rest();
      }
    } catch (Throwable thrown) {
      BackupException error = Defect.told(thrown);
      // Whoever leads no more stops in the middle, and that is no failure.
      if (!stopped() && error.failure() != Failure.INTERRUPTED) {
        failed(error);
        if (!well) {
          throw error;
        }
      }
    }
    return true;
  }

  /** What is to be followed is followed. */
  void goesWell() {
    well = true;
    trouble.well();
  }

  /** It has failed, and goes on by itself. */
  void failed(BackupException error) {
    follower.failed(trouble.failed(error));
  }

  boolean stopped() {
    return context.cancellation().requested();
  }

  /** Waits, but not when it is to stop. */
  void sleep(Duration pause) {
    sleeper.sleep(pause);
  }

  /** Waits for its end, which the request to stop has begun. */
  void join() {
    thread.ifPresent(
        each -> {
          try {
            each.join(PATIENCE_AT_THE_END);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
