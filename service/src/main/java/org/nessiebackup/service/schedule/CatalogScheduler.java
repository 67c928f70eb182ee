package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nessiebackup.Cancellation;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.Defect;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.ScheduleState.Next;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * Starts for one catalog what is due, in a thread of its own, as long as this service is the one
 * that does so and knows what the vault says.
 */
final class CatalogScheduler {
  /** A clock that was set is noticed so soon. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  private static final Duration UNREACHABLE = Duration.ofSeconds(2);
  private static final Duration FOLLOWING = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Older ones decide nothing. */
  private static final int BACKUPS = 200;

  private static final int FULL_BACKUPS = 10;

  private final CatalogSchedule schedule;
  private final Fleet fleet;
  private final Runs runs;
  private final WorkContext context;
  private final Leadership leadership;
  private final Ages ages = new Ages();
  private final Map<Task, Command> commands = new EnumMap<>(Task.class);
  private final Cancellation stop = new Cancellation();
  private final Optional<JournalLoop> journal;
  private final Optional<TipLoop> tips;
  private final Optional<ReplicaLoop> replica;
  private volatile List<Agenda.Line> lines = List.of();
  private volatile Optional<Thread> thread = Optional.empty();

  /** Not a monitor: whoever waits in one holds a carrier of virtual threads on older Javas. */
  private final Semaphore wakes = new Semaphore(0);

  private boolean fresh;

  CatalogScheduler(CatalogSchedule schedule, Fleet fleet, Runs runs, WorkContext context) {
    this.schedule = schedule;
    this.fleet = fleet;
    this.runs = runs;
    this.context = context;
    ServedCatalog catalog = fleet.served(schedule.catalog());
    this.leadership =
        new Leadership(catalog, context, new LeaseWatch(catalog::seemsGone, System::nanoTime));
    WorkContext stoppable = context.withCancellation(stop);
    this.journal =
        catalog
            .journal()
            .map(options -> new JournalLoop(catalog, fleet, runs, stoppable, leadership::held));
    this.tips =
        catalog
            .tipInterval()
            .map(interval -> new TipLoop(catalog, fleet, runs, stoppable, this::followsTips));
    this.replica =
        catalog.replica().map(each -> new ReplicaLoop(catalog, fleet, stoppable, leadership::held));
    for (Task task : schedule.times().keySet()) {
      commands.put(task, fleet.command(schedule.catalog(), task.command().words()));
    }
  }

  /** A journal has all that tips would have, and more. */
  private boolean followsTips() {
    return leadership.held() && journal.filter(JournalLoop::suffices).isEmpty();
  }

  void start() {
    runs.onEnd(
        run -> {
          if (run.catalog().equals(schedule.catalog())) {
            wake();
          }
        });
    thread =
        Optional.of(Thread.ofVirtual().name("schedule of " + schedule.catalog()).start(this::work));
    journal.ifPresent(JournalLoop::start);
    tips.ifPresent(TipLoop::start);
    replica.ifPresent(ReplicaLoop::start);
  }

  private void work() {
    while (!stop.requested()) {
      Duration pause = UNREACHABLE;
      try {
        pause = step();
        fleet.schedule(schedule.catalog(), Optional.empty());
      } catch (InterruptedException e) {
        stop.request();
      } catch (Throwable thrown) {
        failed(thrown);
      }
      sleep(pause);
    }
    leadership.close();
  }

  /** What others have done meanwhile has to be known before it goes on. */
  private void failed(Throwable thrown) {
    fresh = false;
    CatalogState state = fleet.state(schedule.catalog()).orElseThrow();
    Instant since = state.schedule().map(Trouble::since).orElseGet(context.clock()::instant);
    fleet.schedule(
        schedule.catalog(),
        Optional.of(Trouble.of(fleet.served(schedule.catalog()), Defect.told(thrown), since)));
  }

  /**
   * Does what is to be done now.
   *
   * @return how long nothing is to be done, as far as is known
   */
  private Duration step() throws InterruptedException {
    CatalogState state = fleet.state(schedule.catalog()).orElseThrow();
    if (state.vault().isEmpty() || state.trouble().isPresent()) {
      lines = state.vault().map(this::agenda).map(Agenda::lines).orElse(List.of());
      return UNREACHABLE;
    }
    if (!leadership.held()) {
      fresh = false;
      if (!leadership.take()) {
        lines = agenda(state.vault().get()).lines();
        return FOLLOWING;
      }
    }
    if (!leadership.recent() && !leadership.sure()) {
      return Duration.ZERO;
    }
    if (!fresh) {
      // What others have done before this service leads has to be known first.
      fresh = fleet.refreshed(schedule.catalog(), PATIENCE);
      return fresh ? Duration.ZERO : UNREACHABLE;
    }
    return begin(agenda(state.vault().get()));
  }

  private Duration begin(Agenda agenda) {
    lines = agenda.lines();
    for (Agenda.Line line : agenda.startable()) {
      if (!leadership.sure()) {
        return Duration.ZERO;
      }
      runs.start(
          RunRequest.of(
              schedule.catalog(),
              commands.get(line.task()),
              new Origin.Schedule(line.task().label(), line.due(), line.attempt())));
    }
    return agenda
        .next()
        .map(next -> Duration.between(context.clock().instant(), next))
        .orElse(LONGEST_SLEEP);
  }

  private Agenda agenda(VaultKnowledge vault) {
    Instant now = context.clock().instant();
    ages.at(now, System.nanoTime());
    History history = new History(runs.list(schedule.catalog()), backups(vault), commands);
    return new Agenda(
        schedule, history.evidence(ages), age(vault.made(), now), vault.points().isEmpty(), now);
  }

  /** Unknown, if it is yet to be made by the clock here. */
  private static Optional<Duration> age(Instant made, Instant now) {
    return BackupClocks.ahead(made, now)
        ? Optional.empty()
        : Optional.of(Duration.between(made, now));
  }

  private static List<History.Taken> backups(VaultKnowledge vault) {
    List<History.Taken> newestFirst =
        BackupEntry.readable(vault.entries()).reversed().stream()
            .map(BackupEntry.Listed::manifest)
            .filter(manifest -> manifest.server().isPresent())
            .map(each -> new History.Taken(each.id(), each.type(), each.started()))
            .toList();
    return Stream.concat(
            newestFirst.stream().limit(BACKUPS),
            newestFirst.stream().filter(each -> each.type() == BackupType.FULL).limit(FULL_BACKUPS))
        .distinct()
        .toList();
  }

  ScheduleState state() {
    boolean leads = leadership.held();
    Optional<String> other =
        leads
            ? Optional.empty()
            : fleet
                .state(schedule.catalog())
                .flatMap(CatalogState::vault)
                .flatMap(vault -> vault.leader(context.clock().instant()));
    return new ScheduleState(
        leads,
        other,
        lines.stream()
            .map(
                line -> new Next(line.task(), commands.get(line.task()), line.at(), line.attempt()))
            .sorted(Comparator.comparing(Next::at))
            .toList());
  }

  void wake() {
    wakes.release();
  }

  private void sleep(Duration pause) {
    Duration most = pause.compareTo(LONGEST_SLEEP) < 0 ? pause : LONGEST_SLEEP;
    try {
      wakes.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      stop.request();
    }
    wakes.drainPermits();
  }

  /** Begins nothing any more, and lets another service lead. */
  void close() {
    stop.request();
    wake();
    journal.ifPresent(JournalLoop::join);
    tips.ifPresent(TipLoop::join);
    replica.ifPresent(ReplicaLoop::join);
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
