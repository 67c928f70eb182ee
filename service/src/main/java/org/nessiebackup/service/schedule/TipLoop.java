package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.TipState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.run.Defect;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;
import org.nessiebackup.tip.TipOptions;

/**
 * Looks at the references of one catalog again and again, in a thread and a session of its own, as
 * long as this service leads. Each backup is the base of the tips that follow it.
 */
final class TipLoop {
  private static final RetryPolicy PATIENCE =
      RetryPolicy.attempts(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int LOOKS = 60;

  private final ServedCatalog catalog;
  private final Duration interval;
  private final Fleet fleet;
  private final BaseRequests bases;
  private final WorkContext context;
  private final BooleanSupplier leads;
  private final Sleeper sleeper;
  private TipState state = TipState.NONE;
  private Optional<BackupId> base = Optional.empty();
  private volatile Optional<Thread> thread = Optional.empty();

  /**
   * Does nothing before {@link #start}.
   *
   * @param context its request to stop ends the loop
   * @param leads whether this service is the one that follows
   */
  TipLoop(
      ServedCatalog catalog, Fleet fleet, Runs runs, WorkContext context, BooleanSupplier leads) {
    this.catalog = catalog;
    this.interval = catalog.tipInterval().orElseThrow();
    this.fleet = fleet;
    this.bases = new BaseRequests(catalog.name(), "tip", fleet, runs);
    this.context = context;
    this.leads = leads;
    this.sleeper = Sleeper.stoppedBy(context.cancellation());
  }

  void start() {
    thread =
        Optional.of(
            Thread.ofPlatform().daemon().name("tips of " + catalog.name()).start(this::work));
  }

  private void work() {
    Retrier retrier =
        new Retrier(
            PATIENCE, new WaitContext(context.clock(), context.cancellation()), RetryListener.NONE);
    try {
      while (!stopped()) {
        retrier.run("cannot follow the references", this::attempt, failure -> true);
        sleeper.sleep(interval);
      }
    } catch (BackupException stopped) {
      // The only end that a retrier has which may repeat whatever fails.
    }
  }

  private boolean stopped() {
    return context.cancellation().requested();
  }

  private boolean attempt() {
    try {
      if (leads.getAsBoolean() && bases.newest().isPresent()) {
        follow();
      } else if (!state.equals(TipState.NONE)) {
        // Somebody else knows more by now.
        say(TipState.NONE);
      }
      return true;
    } catch (Throwable thrown) {
      throw failed(thrown);
    }
  }

  /** Follows until somebody else leads or another backup is needed. */
  private void follow() {
    base = bases.newest();
    boolean looked = false;
    try (TipFollower follower =
        TipFollower.open(catalog.vault(), catalog.database(), options(), context)) {
      while (!stopped() && leads.getAsBoolean() && bases.newest().isPresent()) {
        long begun = System.nanoTime();
        if (!take(follower.poll())) {
          return;
        }
        looked = true;
        if (!bases.newest().equals(base)) {
          base = bases.newest();
          base.ifPresent(follower::rebase);
        } else {
          sleeper.sleep(interval.minus(elapsed(begun)));
        }
      }
    } catch (Throwable thrown) {
      if (!looked) {
        throw thrown;
      }
      // What went well for weeks is tried again soon, however often it has failed before.
      failed(thrown);
    }
  }

  private BackupException failed(Throwable thrown) {
    BackupException error = Defect.told(thrown);
    if (!stopped()) {
      Instant now = context.clock().instant();
      say(
          state.failed(
              Trouble.of(catalog, error, state.trouble().map(Trouble::since).orElse(now))));
    }
    return error;
  }

  private TipOptions options() {
    TipOptions usual = TipOptions.DEFAULT;
    return new TipOptions(
        base, catalog.schema(), catalog.tables(), usual.heartbeat(), usual.limits());
  }

  private static Duration elapsed(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** False if tips cannot go on from this backup. */
  private boolean take(PollReport report) {
    Instant now = context.clock().instant();
    return switch (report) {
      case PollReport.Unmoved unmoved -> {
        bases.helped();
        say(state.safe(unmoved.at(), now, unmoved.heartbeat().isPresent()));
        yield true;
      }
      case PollReport.Published published -> {
        bases.helped();
        say(state.safe(published.tip().moment().seenAt(), now, true));
        yield true;
      }
      case PollReport.NewBaseNeeded needed -> {
        say(state.waitingBecause(needed.sentence(), now));
        bases.ask(base, now);
        awaitBackup();
        yield false;
      }
    };
  }

  /** For a while: something else may have changed as well. */
  private void awaitBackup() {
    for (int look = 0; look < LOOKS && bases.newest().equals(base) && !stopped(); look++) {
      sleeper.sleep(BETWEEN_LOOKS);
    }
  }

  private void say(TipState next) {
    state = next;
    fleet.follow(catalog.name(), next);
  }

  /** Waits for its end, which the request to stop has begun. */
  void join() {
    thread.ifPresent(
        each -> {
          try {
            each.join(Duration.ofSeconds(5));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
