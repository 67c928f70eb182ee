package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.schedule.Evidence.Outcome;

/**
 * What is to be done for a catalog now, and what comes next: a function of the schedule and of what
 * was done, alone. Each task is due once for the last moment of its schedule, however many were
 * missed before.
 *
 * @param schedule what is done when
 * @param evidence what was done
 * @param vault how long the vault has been there, if a clock can tell; what was due before it was
 *     made was not missed
 * @param empty whether there is no backup yet
 * @param now by the clock that schedules mean
 */
record Agenda(
    CatalogSchedule schedule,
    List<Evidence> evidence,
    Optional<Duration> vault,
    boolean empty,
    Instant now) {
  /** By how much a clock that is kept right may run faster or slower than one that nobody sets. */
  private static final int DRIFT = 1_000;

  /** How a task stands. */
  enum Standing {
    /** It may begin. */
    DUE,
    /** It is due, and waits for another one that comes before it, or is at work. */
    WAITING,
    /** It has failed, and is tried again at a moment. */
    PAUSED,
    /** It is done, and due again at a moment. */
    LATER
  }

  /**
   * A line.
   *
   * @param due the moment that it is for
   * @param at when it begins, if nothing is in the way
   * @param attempt how often that is begun then
   */
  record Line(Task task, Standing standing, Instant due, Instant at, int attempt) {
    private Line waiting() {
      return new Line(task, Standing.WAITING, due, at, attempt);
    }
  }

  /** All tasks, in the order in which they are done. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Task task : schedule.times().keySet()) {
      line(task).map(line -> behind(line, lines)).ifPresent(lines::add);
    }
    return lines;
  }

  /** What may begin now. */
  List<Line> startable() {
    return lines().stream().filter(line -> line.standing() == Standing.DUE).toList();
  }

  /** When to look again at the latest, if nothing else happens. */
  Optional<Instant> next() {
    return lines().stream()
        .filter(line -> line.standing() != Standing.WAITING)
        .map(Line::at)
        .min(Comparator.naturalOrder());
  }

  /** What is due before it, or at the same time, is done before it. */
  private static Line behind(Line line, List<Line> before) {
    boolean wait =
        line.standing() == Standing.DUE
            && before.stream()
                .filter(
                    other ->
                        other.standing() == Standing.DUE || other.standing() == Standing.WAITING)
                .anyMatch(other -> !other.due().isAfter(line.due()));
    return wait ? line.waiting() : line;
  }

  private Optional<Line> line(Task task) {
    Optional<Occurrence> last =
        Occurrence.last(schedule, task, now).filter(each -> missed(each) && !covered(each));
    return last.map(this::open)
        .or(
            () ->
                Occurrence.next(schedule, task, now)
                    .map(next -> new Line(task, Standing.LATER, next, next, 1)));
  }

  /** Without any backup the first one does not wait for next Sunday. */
  private boolean missed(Occurrence last) {
    boolean first =
        empty
            && (last.task() == Task.FULL
                || (last.task() == Task.INCREMENTAL && !schedule.times().containsKey(Task.FULL)));
    return first || vault.filter(age -> age.compareTo(since(last.due())) < 0).isEmpty();
  }

  private boolean covered(Occurrence last) {
    return evidence.stream().anyMatch(each -> covers(each, last));
  }

  private boolean covers(Evidence each, Occurrence last) {
    Duration since = since(last.due());
    boolean own = each.task() == last.task() && each.isFor(last.due());
    boolean done = each.outcome() instanceof Outcome.Done;
    if (own && (done || each.outcome() instanceof Outcome.Settled)) {
      // A clock that was set back shows the moment once more. Whether to do it once more is then a
      // question of how often it is done at all.
      return each.startedAgo().compareTo(since.plus(last.period().dividedBy(2))) <= 0;
    }
    Duration drifted = since.plus(since.dividedBy(DRIFT)).plusSeconds(1);
    return done && serves(each.task(), last.task()) && each.startedAgo().compareTo(drifted) <= 0;
  }

  /** A full backup is also one of what has changed. */
  private static boolean serves(Task done, Task wanted) {
    return done == wanted || (done == Task.FULL && wanted == Task.INCREMENTAL);
  }

  /** Also a name that was taken is no more to be had, whatever is known of who has it. */
  private Line open(Occurrence last) {
    Task task = last.task();
    List<Evidence> attempts = attempts(last);
    int attempt =
        1
            + attempts.stream()
                .flatMap(each -> each.wanted().stream())
                .mapToInt(Evidence.Wanted::attempt)
                .max()
                .orElse(0);
    boolean atWork =
        evidence.stream()
            .anyMatch(each -> each.task() == task && each.outcome() instanceof Outcome.AtWork);
    if (atWork) {
      return new Line(task, Standing.WAITING, last.due(), now, Math.max(1, attempt - 1));
    }
    Duration left = pause(attempts, attempt - 1);
    return left.isPositive()
        ? new Line(task, Standing.PAUSED, last.due(), now.plus(left), attempt)
        : new Line(task, Standing.DUE, last.due(), now, attempt);
  }

  private List<Evidence> attempts(Occurrence last) {
    return evidence.stream()
        .filter(each -> each.task() == last.task() && each.isFor(last.due()))
        .toList();
  }

  /** How long to wait yet. */
  private static Duration pause(List<Evidence> attempts, int begun) {
    long skipped =
        attempts.stream().filter(each -> each.outcome() instanceof Outcome.Skipped).count();
    return attempts.stream()
        .map(
            each ->
                switch (each.outcome()) {
                  case Outcome.Failed failed ->
                      failed.patience().after(begun).minus(each.overFor());
                  case Outcome.Skipped unused ->
                      RetryPause.SKIPPED.after((int) Math.min(skipped, 100)).minus(each.overFor());
                  case Outcome.Done unused -> Duration.ZERO;
                  case Outcome.Settled unused -> Duration.ZERO;
                  case Outcome.AtWork unused -> Duration.ZERO;
                })
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** How long ago that was. */
  private Duration since(Instant due) {
    return Duration.between(due, now);
  }
}
