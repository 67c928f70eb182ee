package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.TipState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.run.Defect;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.RunRequest;
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

  /** What another backup did not mend is not mended by the next one either. */
  private static final Duration AFTER_ONE_THAT_DID_NOT_HELP = Duration.ofHours(1);

  /** Also after one that has failed. */
  private static final Duration BETWEEN_BACKUPS = Duration.ofMinutes(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int LOOKS = 60;

  private final ServedCatalog catalog;
  private final Duration interval;
  private final Fleet fleet;
  private final Runs runs;
  private final WorkContext context;
  private final BooleanSupplier leads;
  private final Sleeper sleeper;
  private TipState state = TipState.NONE;
  private Optional<BackupId> base = Optional.empty();
  private Optional<Asked> asked = Optional.empty();
  private boolean helped = true;
  private volatile Optional<Thread> thread = Optional.empty();

  /**
   * A backup that was asked for.
   *
   * @param at when, by the clock that nobody sets
   * @param base from which tips could not go on
   */
  private record Asked(long at, Optional<BackupId> base) {}

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
    this.runs = runs;
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
      if (leads.getAsBoolean() && newest().isPresent()) {
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
    base = newest();
    boolean looked = false;
    try (TipFollower follower =
        TipFollower.open(catalog.vault(), catalog.database(), options(), context)) {
      while (!stopped() && leads.getAsBoolean() && newest().isPresent()) {
        long begun = System.nanoTime();
        if (!take(follower.poll())) {
          return;
        }
        looked = true;
        if (!newest().equals(base)) {
          base = newest();
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
        helped = true;
        say(state.safe(unmoved.at(), now, unmoved.heartbeat().isPresent()));
        yield true;
      }
      case PollReport.Published published -> {
        helped = true;
        say(state.safe(published.tip().moment().seenAt(), now, true));
        yield true;
      }
      case PollReport.NewBaseNeeded needed -> {
        say(state.waitingBecause(needed.sentence(), now));
        askForBackup(now);
        awaitBackup();
        yield false;
      }
    };
  }

  /** For a while: something else may have changed as well. */
  private void awaitBackup() {
    for (int look = 0; look < LOOKS && newest().equals(base) && !stopped(); look++) {
      sleeper.sleep(BETWEEN_LOOKS);
    }
  }

  private void say(TipState next) {
    state = next;
    fleet.follow(catalog.name(), next);
  }

  private void askForBackup(Instant now) {
    boolean justAsked =
        asked.filter(before -> elapsed(before.at()).compareTo(pauseAfter(before)) < 0).isPresent();
    boolean onItsWay =
        runs.list(catalog.name()).stream()
            .anyMatch(run -> !run.state().isOver() && run.command().name().equals("backup"));
    if (!justAsked && !onItsWay) {
      runs.start(
          RunRequest.of(
              catalog.name(),
              fleet.command(catalog.name(), Task.INCREMENTAL.command().words()),
              new Origin.Schedule("tip", now.truncatedTo(ChronoUnit.SECONDS), 1)));
      asked = Optional.of(new Asked(System.nanoTime(), base));
      helped = false;
    }
  }

  private Duration pauseAfter(Asked before) {
    boolean came = !before.base().equals(base);
    return came && !helped ? AFTER_ONE_THAT_DID_NOT_HELP : BETWEEN_BACKUPS;
  }

  /** The newest backup of a server, as far as the vault was read. */
  private Optional<BackupId> newest() {
    return fleet
        .state(catalog.name())
        .flatMap(CatalogState::vault)
        .flatMap(vault -> vault.status().newest().backup())
        .filter(backup -> backup.manifest().server().isPresent())
        .map(backup -> backup.id());
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
