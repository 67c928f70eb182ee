package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.TipState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;
import org.nessiebackup.tip.TipOptions;

/**
 * Looks at the references of one catalog again and again, in a thread and a session of its own, as
 * long as this service leads. Each backup is the base of the tips that follow it.
 */
final class TipLoop implements FollowerThread.Follower {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int LOOKS = 60;

  private final ServedCatalog catalog;
  private final Duration interval;
  private final Fleet fleet;
  private final BaseRequests bases;
  private final WorkContext context;
  private final BooleanSupplier leads;
  private final FollowerThread thread;
  private TipState state = TipState.NONE;
  private Optional<BackupId> base = Optional.empty();

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
    this.leads = () -> leads.getAsBoolean() && bases.newest().isPresent();
    this.thread = new FollowerThread("references", catalog, context, this.leads, this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void rest() {
    if (!state.equals(TipState.NONE)) {
      say(TipState.NONE);
    }
  }

  @Override
  public void failed(Trouble why) {
    say(state.failed(why));
  }

  @Override
  public Duration pause() {
    return interval;
  }

  @Override
  public void follow() {
    base = bases.newest();
    try (TipFollower follower =
        TipFollower.open(catalog.vault(), catalog.database(), options(), context)) {
      while (!thread.stopped() && leads.getAsBoolean()) {
        long begun = System.nanoTime();
        PollReport report = follower.poll();
        thread.goesWell();
        if (!take(report)) {
          return;
        }
        if (!bases.newest().equals(base)) {
          base = bases.newest();
          base.ifPresent(follower::rebase);
        } else {
          thread.sleep(interval.minus(elapsed(begun)));
        }
      }
    }
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
    for (int look = 0; look < LOOKS && bases.newest().equals(base) && !thread.stopped(); look++) {
      thread.sleep(BETWEEN_LOOKS);
    }
  }

  private void say(TipState next) {
    state = next;
    fleet.follow(catalog.name(), next);
  }

  void join() {
    thread.join();
  }
}
