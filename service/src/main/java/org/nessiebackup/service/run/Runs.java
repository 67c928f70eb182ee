package org.nessiebackup.service.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.run.Run.Said;
import org.nessiebackup.service.run.Run.Times;
import tools.jackson.databind.node.ObjectNode;

/**
 * All runs of a service: a queue for each catalog, in which what excludes each other waits for each
 * other, and what is over. For several threads.
 */
public final class Runs implements AutoCloseable {
  /** The type of the events that tell of runs; their data are {@link RunDocument}s. */
  public static final String EVENT = "run";

  private static final int KEPT = 1_000;
  private static final int LONGEST_QUEUE = 100;

  /** With what the server needs to end, less than the half minute that Kubernetes waits. */
  private static final Duration FINISH = Duration.ofSeconds(12);

  private static final Duration CLEAN_UP = Duration.ofSeconds(10);

  private final CommandRunner runner;
  private final RunArchive archive;
  private final EventLog events;
  private final Clock clock;
  private final int atOnce;
  private final List<ActiveRun> active = new ArrayList<>();
  private final RunHistory history = new RunHistory(KEPT);
  private final List<Consumer<Run>> listeners = new CopyOnWriteArrayList<>();
  private boolean closed;

  /**
   * None yet.
   *
   * @param atOnce how many are executed at the same time at most, whatever the catalog
   */
  public Runs(CommandRunner runner, RunArchive archive, EventLog events, Clock clock, int atOnce) {
    this.runner = runner;
    this.archive = archive;
    this.events = events;
    this.clock = clock;
    this.atOnce = atOnce;
  }

  /** Calls somebody after each end of a run; must be quick. */
  public void onEnd(Consumer<Run> listener) {
    listeners.add(listener);
  }

  /**
   * Puts a run into the queue of its catalog. If the same is waiting there already, that is the run
   * that is meant.
   *
   * @throws BackupException {@link Failure#USAGE} if a service does not run this command, {@link
   *     Failure#LOCKED} if the queue is full or the service ends
   */
  public Run start(RunRequest request) {
    CommandKind.of(request.command());
    Run run;
    synchronized (this) {
      Optional<ActiveRun> same =
          active.stream()
              .filter(each -> each.run().state() == RunState.QUEUED)
              .filter(each -> each.run().request().sameWork(request))
              .findFirst();
      if (same.isPresent()) {
        run = same.get().join(request.origins());
      } else {
        refuseIfFull(request.catalog());
        run = queued(request);
        active.add(new ActiveRun(run));
      }
      // Before anybody can let it begin: events tell what happens in its order.
      publish(run);
    }
    dispatch();
    return run;
  }

  private void refuseIfFull(String catalog) {
    if (closed) {
      throw Failure.LOCKED.exception("the service ends", "Ask again when it is back.");
    }
    long waiting = active.stream().filter(each -> each.run().catalog().equals(catalog)).count();
    if (waiting >= LONGEST_QUEUE) {
      throw Failure.LOCKED.exception(
          "%d runs of \"%s\" are waiting already".formatted(waiting, catalog),
          "Wait for them, or cancel some.");
    }
  }

  private Run queued(RunRequest request) {
    Instant now = clock.instant();
    RunId id =
        switch (request.origins().getFirst()) {
          case Origin.Schedule schedule -> RunId.of(schedule);
          case Origin.Person person -> unused(request.catalog(), now);
        };
    return new Run(
        id,
        request,
        CommandKind.placeOf(request.command()),
        RunState.QUEUED,
        new Times(now, Optional.empty(), Optional.empty()),
        Said.NOTHING,
        Optional.empty());
  }

  private RunId unused(String catalog, Instant now) {
    return Stream.iterate(now, moment -> moment.plusMillis(1))
        .map(RunId::create)
        .filter(id -> find(catalog, id).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** A run of a catalog as it is now. */
  public synchronized Optional<Run> find(String catalog, RunId id) {
    return actives()
        .filter(run -> run.catalog().equals(catalog) && run.id().equals(id))
        .findFirst()
        .or(() -> history.find(catalog, id));
  }

  /** Those that are not over in their order, the last first; then those that are, newest first. */
  public synchronized List<Run> list() {
    List<Run> going = new ArrayList<>(actives().toList());
    going.sort(Comparator.comparing((Run run) -> run.times().requested()).reversed());
    return Stream.concat(going.stream(), history.newestFirst()).toList();
  }

  /** Those of one catalog. */
  public List<Run> list(String catalog) {
    return list().stream().filter(run -> run.catalog().equals(catalog)).toList();
  }

  private Stream<Run> actives() {
    return active.stream().map(ActiveRun::run);
  }

  /**
   * Stops a run: one that waits does not begin, one that works cleans up and ends.
   *
   * @param by who wants that
   * @return false if there is none that is not over
   */
  public boolean cancel(String catalog, RunId id, Origin by) {
    Optional<ActiveRun> found;
    synchronized (this) {
      found =
          active.stream()
              .filter(each -> each.run().catalog().equals(catalog) && each.run().id().equals(id))
              .findFirst();
      found.ifPresent(each -> each.cancelledBy(by));
    }
    found.ifPresent(each -> each.cancellation().request());
    dispatch();
    return found.isPresent();
  }

  /** Adds what is known of runs from elsewhere: from before, or of another service. */
  public synchronized void learn(List<Run> others) {
    others.stream()
        .filter(run -> actives().noneMatch(each -> same(each, run)))
        .filter(
            run ->
                run.times().ended().isPresent()
                    || find(run.catalog(), run.id())
                        .filter(known -> known.times().ended().isPresent())
                        .isEmpty())
        .forEach(history::add);
  }

  private static boolean same(Run one, Run other) {
    return one.catalog().equals(other.catalog()) && one.id().equals(other.id());
  }

  /** Lets begin whatever may, and ends what was cancelled before it began. */
  private void dispatch() {
    List<ActiveRun> begin = new ArrayList<>();
    List<ActiveRun> cancelled = new ArrayList<>();
    synchronized (this) {
      for (ActiveRun each : List.copyOf(active)) {
        if (each.run().state() == RunState.QUEUED) {
          if (each.cancellation().requested()) {
            active.remove(each);
            cancelled.add(each);
          } else if (mayBegin(each)) {
            each.start(clock.instant());
            begin.add(each);
          }
        }
      }
      cancelled.forEach(
          each -> history.add(each.end(RunState.CANCELLED, clock.instant(), Optional.empty())));
    }
    cancelled.forEach(each -> publish(each.run()));
    begin.forEach(
        each -> Thread.ofVirtual().name("run " + each.run().id()).start(() -> work(each)));
  }

  /** Nothing that it excludes is at work, or waits before it. */
  private boolean mayBegin(ActiveRun candidate) {
    long running = actives().filter(run -> run.state() == RunState.RUNNING).count();
    int place = active.indexOf(candidate);
    return running < atOnce
        && active.stream()
            .filter(
                other -> other.run().state() == RunState.RUNNING || active.indexOf(other) < place)
            .filter(other -> other.run().catalog().equals(candidate.run().catalog()))
            .noneMatch(other -> candidate.kind().excludes(other.kind()));
  }

  private void work(ActiveRun each) {
    Optional<CommandResult> result = Optional.empty();
    boolean begun = false;
    try {
      publish(each.run());
      begun = begin(each);
      if (begun) {
        result =
            Optional.of(
                runner.run(
                    each.run().command(),
                    each.run().place(),
                    document -> hear(each, document),
                    each.cancellation()));
      }
    } catch (Throwable thrown) {
      result = Optional.of(CommandResult.of(Defect.told(thrown)));
    }
    end(each, result, begun);
  }

  private void hear(ActiveRun each, ObjectNode document) {
    if (each.hear(document)) {
      publish(each.run());
    }
  }

  private boolean begin(ActiveRun each) {
    try {
      return archive.begin(each.run());
    } catch (Throwable thrown) {
      // A person's wish is fulfilled as it would be on a command line; a schedule comes again.
      each.warn("this run is not written down: " + Defect.told(thrown).getMessage());
      return each.run().origin() instanceof Origin.Person;
    }
  }

  private void end(ActiveRun each, Optional<CommandResult> result, boolean begun) {
    RunState state = state(result, each);
    Run over;
    synchronized (this) {
      over = each.end(state, clock.instant(), result);
    }
    if (begun) {
      writeDown(over, each);
    }
    synchronized (this) {
      active.remove(each);
      history.add(each.run());
      notifyAll();
    }
    try {
      publish(each.run());
    } finally {
      dispatch();
    }
    listeners.forEach(listener -> listener.accept(each.run()));
  }

  private void writeDown(Run over, ActiveRun each) {
    try {
      archive.end(over);
    } catch (Throwable thrown) {
      // Whatever is wrong there: nothing waits for this run any more.
      each.warn("the end of this run is not written down: " + Defect.told(thrown).getMessage());
    }
  }

  private static RunState state(Optional<CommandResult> result, ActiveRun each) {
    if (result.isEmpty()) {
      return RunState.SKIPPED;
    }
    int status = result.get().status();
    if (status == Failure.INTERRUPTED.exitCode() && each.cancellation().requested()) {
      return each.cancelledBySomebody() ? RunState.CANCELLED : RunState.LOST;
    }
    return status == 0 ? RunState.DONE : RunState.FAILED;
  }

  private void publish(Run run) {
    events.publish(EVENT, run.catalog(), RunDocument.of(run));
  }

  /**
   * Ends: nothing begins any more, what is nearly done may finish, all else is stopped, cleans up
   * and comes again with the next service.
   */
  @Override
  public void close() {
    end(FINISH);
  }

  void end(Duration finish) {
    synchronized (this) {
      closed = true;
      active.stream()
          .filter(each -> each.run().state() == RunState.QUEUED)
          .forEach(each -> each.cancellation().request());
    }
    dispatch();
    if (!idle(finish)) {
      List<ActiveRun> left;
      synchronized (this) {
        left = List.copyOf(active);
      }
      left.forEach(each -> each.cancellation().request());
      idle(CLEAN_UP);
    }
  }

  /** Waits until nothing is at work. */
  private synchronized boolean idle(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); !active.isEmpty() && left > 0; ) {
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      left = end - System.nanoTime();
    }
    return active.isEmpty();
  }
}
