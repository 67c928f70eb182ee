package org.nessiebackup.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.nessiebackup.BackupId;
import org.nessiebackup.CronSchedule;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.HandRunner;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.Run.Said;
import org.nessiebackup.service.run.Run.Times;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.RunState;

/**
 * A world in which services are killed, clocks are set and vaults cannot be reached, by chance. It
 * knows what really happened and when, which no service does.
 */
final class World {
  private static final Instant BEGIN = Instant.parse("2026-03-26T11:00:00Z");
  private static final Command COMMAND = Command.of("backup");
  private static final int KEPT = 20;
  private static final Duration SLACK = Duration.ofMinutes(90);

  /** What a task has really done. */
  private record Deed(Task task, Instant due, Duration at) {}

  /** A run that is at work, and what will come of it. */
  private record Work(Run run, Task task, Duration begun, Duration end, boolean fails) {}

  final Random random;
  private final CatalogSchedule schedule;
  private final Map<String, Run> written = new LinkedHashMap<>();
  private final List<History.Taken> backups = new ArrayList<>();
  private final List<Work> work = new ArrayList<>();
  private final List<Run> skipped = new ArrayList<>();
  private final List<Deed> deeds = new ArrayList<>();
  private Duration quiet = Duration.ZERO;
  private Duration real = Duration.ZERO;
  private Duration ahead = Duration.ZERO;
  private Optional<Ages> service = Optional.of(new Ages());
  private Duration downUntil = Duration.ZERO;
  private Duration awayUntil = Duration.ZERO;
  private Duration failingUntil = Duration.ZERO;

  World(long seed, Map<Task, String> times) {
    this.random = new Random(seed);
    Map<Task, CronSchedule> parsed = new HashMap<>();
    times.forEach((task, text) -> parsed.put(task, CronSchedule.parse(text).makingUp()));
    this.schedule = new CatalogSchedule("sales", ZoneId.of("Europe/Berlin"), parsed);
    disturbed();
  }

  Instant clock() {
    return BEGIN.plus(real).plus(ahead);
  }

  /** Whatever was promised is counted from here. */
  private void disturbed() {
    quiet = real;
  }

  void kill() {
    for (Work each : work) {
      // A backup may be there all the same. Of all else nobody can know, and it may be repeated.
      boolean backup = each.task() == Task.FULL || each.task() == Task.INCREMENTAL;
      if (backup && !each.fails() && random.nextBoolean()) {
        done(each);
      }
    }
    work.clear();
    skipped.clear();
    service = Optional.empty();
    downUntil = real.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(200_000) : 5);
    disturbed();
  }

  void setClock(Duration by) {
    ahead = ahead.plus(by);
    disturbed();
  }

  void correctClock() {
    ahead = Duration.ZERO;
    disturbed();
  }

  void loseVault() {
    awayUntil = real.plusSeconds(3_600);
    disturbed();
  }

  void loseDatabase() {
    failingUntil = real.plusSeconds(random.nextInt(20_000));
    disturbed();
  }

  private boolean reachable() {
    return real.compareTo(awayUntil) >= 0;
  }

  /** Lets the world go on to the next moment at which something is to be done. */
  void goOn() {
    if (service.isEmpty()) {
      real = max(real.plusSeconds(1), downUntil);
      service = Optional.of(new Ages());
      disturbed();
    }
    Duration step = Duration.ofSeconds(20 + random.nextInt(600));
    if (reachable()) {
      act();
      step = untilNext(step);
    }
    real = real.plus(step);
    finish();
    promise();
  }

  private Duration untilNext(Duration most) {
    return agenda()
        .next()
        .map(next -> Duration.between(clock(), next))
        .filter(left -> left.compareTo(most) < 0)
        .map(left -> left.isPositive() ? left : Duration.ofSeconds(1))
        .orElse(most);
  }

  private Agenda agenda() {
    List<Run> runs = new ArrayList<>();
    for (Task task : schedule.times().keySet()) {
      runs.addAll(
          newest(
              written.values().stream()
                  .filter(run -> run.origin().words().equals("schedule " + task.label()))
                  .toList()));
    }

    runs.replaceAll(run -> atWork(run) ? run : overOrLost(run));
    runs.addAll(skipped);
    Ages ages = service.orElseThrow();
    ages.at(clock(), real.toNanos());
    return new Agenda(
        schedule,
        new History(runs, newest(backups), Map.of()).evidence(ages),
        Optional.of(Duration.between(BEGIN, clock())).filter(age -> !age.isNegative()),
        backups.isEmpty(),
        clock());
  }

  /** As a service holds no more of them. */
  private static <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  private boolean atWork(Run run) {
    return work.stream().anyMatch(each -> each.run().id().equals(run.id()));
  }

  private static Run overOrLost(Run run) {
    return run.state() == RunState.RUNNING ? over(run, RunState.LOST, Optional.empty()) : run;
  }

  private void act() {
    for (Agenda.Line line : agenda().startable()) {
      assertThat(work).as("two at once").noneMatch(each -> each.task() == line.task());
      Origin.Schedule wanted = new Origin.Schedule(line.task().label(), line.due(), line.attempt());
      String name = line.due() + "-" + wanted.task() + "-" + wanted.attempt();
      Run run =
          new Run(
              id(wanted),
              RunRequest.of("sales", COMMAND, wanted),
              Place.SERVICE,
              RunState.RUNNING,
              new Times(clock(), Optional.of(clock()), Optional.empty()),
              Said.NOTHING,
              Optional.empty());
      if (written.putIfAbsent(name, run) != null) {
        skipped.add(over(run, RunState.SKIPPED, Optional.empty()));
        continue;
      }
      boolean fails = real.compareTo(failingUntil) < 0;
      Duration takes = Duration.ofSeconds(1 + random.nextInt(300));
      work.add(new Work(run, line.task(), real, real.plus(takes), fails));
    }
  }

  private static RunId id(Origin.Schedule wanted) {
    String time = wanted.due().toString().replaceAll("[-:]", "").replaceAll("\\.[0-9]+", "");
    return new RunId("%s-%s-%d".formatted(time, wanted.task(), wanted.attempt()));
  }

  private void finish() {
    for (Work each : List.copyOf(work)) {
      if (each.end().compareTo(real) <= 0) {
        work.remove(each);
        if (!each.fails()) {
          done(each);
        }
        written.replaceAll((name, run) -> run.id().equals(each.run().id()) ? ended(each) : run);
      }
    }
  }

  private Run ended(Work each) {
    CommandResult result =
        each.fails()
            ? new CommandResult(
                1,
                Optional.empty(),
                Optional.of(HandRunner.document("error").put("code", Failure.CONNECTION.label())))
            : new CommandResult(0, Optional.empty(), Optional.empty());
    Run run = each.run();
    Times times = new Times(run.times().requested(), run.times().started(), Optional.of(clock()));
    return new Run(
        run.id(),
        run.request(),
        run.place(),
        each.fails() ? RunState.FAILED : RunState.DONE,
        times,
        run.said(),
        Optional.of(result));
  }

  private static Run over(Run run, RunState state, Optional<CommandResult> result) {
    return new Run(run.id(), run.request(), run.place(), state, run.times(), run.said(), result);
  }

  private void done(Work each) {
    Deed deed = new Deed(each.task(), ((Origin.Schedule) each.run().origin()).due(), each.begun());
    promiseOnce(deed);
    deeds.add(deed);
    if (each.task() == Task.FULL || each.task() == Task.INCREMENTAL) {
      backups.add(
          new History.Taken(
              BackupId.create(
                  each.run().times().started().orElseThrow().plusMillis(backups.size())),
              each.task() == Task.FULL ? BackupType.FULL : BackupType.INCREMENTAL,
              each.run().times().started().orElseThrow()));
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Nothing is done twice for one moment, and nothing is left undone for long. */
  private void promise() {
    if (!reachable() || real.compareTo(failingUntil) < 0) {
      disturbed();
    }
    for (Task task : schedule.times().keySet()) {
      Duration period = Occurrence.last(schedule, task, clock()).orElseThrow().period();
      Duration idle = real.minus(max(last(task), quiet));
      assertThat(idle)
          .as("%s is lost: nothing at %s", task, clock())
          .isLessThanOrEqualTo(period.plus(period.dividedBy(2)).plus(SLACK));
    }
  }

  /** When a task was last done; a full backup is one of what has changed as well. */
  private Duration last(Task task) {
    return deeds.reversed().stream()
        .filter(
            deed -> deed.task() == task || (task == Task.INCREMENTAL && deed.task() == Task.FULL))
        .findFirst()
        .map(Deed::at)
        .orElse(Duration.ZERO);
  }

  private void promiseOnce(Deed now) {
    Duration period = Occurrence.last(schedule, now.task(), now.due()).orElseThrow().period();
    assertThat(deeds)
        .as("%s for %s is doubled", now.task(), now.due())
        .noneMatch(
            before ->
                before.task() == now.task()
                    && before.due().equals(now.due())
                    && now.at().minus(before.at()).compareTo(period.dividedBy(2)) <= 0);
  }

  Duration real() {
    return real;
  }

  List<Instant> done(Task task) {
    return deeds.stream().filter(deed -> deed.task() == task).map(Deed::due).toList();
  }
}
