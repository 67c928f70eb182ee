package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.EventReason;
import org.nessiebackup.kubernetes.NessieApi;
import org.nessiebackup.kubernetes.NessieRoutes;
import org.nessiebackup.kubernetes.PausedCronJob;
import org.nessiebackup.kubernetes.SavedState;
import org.nessiebackup.kubernetes.ScalingTerms;
import org.nessiebackup.kubernetes.WorkAction;
import org.nessiebackup.kubernetes.Workload;
import org.nessiebackup.kubernetes.WorkloadName;
import org.nessiebackup.nessie.NessieReference;

/**
 * What can be done, one method for each; whoever calls them decides the order. Each begins by
 * looking, so that it may be called again.
 */
final class ExchangeSteps {
  private final WorkPlace place;
  private final ExchangePlan plan;
  private final ExchangeOptions options;
  private final CatalogExchange exchange;
  private final Stopwatch watch;
  private final Controls steady;
  private final ServedReferences references;
  private final DatabaseSessions sessions;
  private NavigableSet<NessieReference> brought = new TreeSet<>();
  private NavigableSet<NessieReference> former = new TreeSet<>();
  private OptionalInt shown = OptionalInt.empty();
  private boolean stopped;

  ExchangeSteps(
      WorkPlace place,
      ExchangePlan plan,
      ExchangeOptions options,
      CatalogExchange exchange,
      Stopwatch watch) {
    this.place = place;
    this.plan = plan;
    this.options = options;
    this.exchange = exchange;
    this.watch = watch;
    this.steady = Controls.of(place.steadyCluster(), options.terms().scaling());
    this.sessions = new DatabaseSessions(place, exchange.catalog());
    this.references =
        new ServedReferences(place, exchange.catalog(), options.nessie().repository());
  }

  private WorkloadName name() {
    return plan.workload().name();
  }

  /** How many references Nessie has shown, if it was asked. */
  OptionalInt shown() {
    return shown;
  }

  /** Whether this process has begun to stop Nessie. */
  boolean stopped() {
    return stopped;
  }

  Workload workload() {
    return steady.workloads().read(name());
  }

  void tell(EventReason reason, String message) {
    steady.events().tell(plan.workload(), reason, message);
  }

  void pauseCronJobs(SavedState state) {
    state.paused().forEach(steady.cronJobs()::pause);
  }

  void putBackCronJobs(SavedState state) {
    for (PausedCronJob job : state.paused()) {
      steady.cronJobs().putBack(job);
    }
  }

  /** Until a request to stop; what was begun then is put back by whoever notices it. */
  void stopNessie() {
    stop(Controls.of(place.cluster(), options.terms().scaling()));
  }

  /** To its end. */
  void stopNessieSteadily() {
    stop(steady);
  }

  private void stop(Controls controls) {
    if (stopped) {
      controls.scaling().requireStopped(name());
      return;
    }
    stopped = true;
    watch.nessieStops();
    controls.scaling().stop(name());
  }

  /** The sessions of pods that have ended may need a moment; a backup that runs, some seconds. */
  void awaitFreeCatalog() {
    sessions.awaitNone(options.terms().sessions());
    sessions.awaitUnlocked(options.terms().sessions());
    tell(EventReason.STOPPED, "Nessie has no pods and no database sessions any more");
  }

  void prepare() {
    sessions.awaitUnlocked(options.terms().sessions());
    exchange.prepare();
  }

  void discard() {
    sessions.awaitUnlocked(options.terms().sessions());
    exchange.discard();
  }

  /** Remembers what Nessie has to show: afterwards, and if all is taken back. */
  void readReferences() {
    brought = references.readable(exchange.incoming());
    former = references.readable(Optional.of(exchange.catalog()));
  }

  /** The last look is the one that counts: nothing runs, and nobody has asked to stop. */
  void exchangeCatalog() {
    steady.scaling().requireStopped(name());
    place.context().cancellation().check();
    exchange.exchange();
    tell(EventReason.CATALOG_SWAPPED, "the catalog was exchanged");
  }

  void takeBack() {
    former = references.readable(exchange.former());
    stopped = false;
    stopNessieSteadily();
    awaitFreeCatalog();
    steady.scaling().requireStopped(name());
    exchange.takeBack();
    tell(EventReason.CATALOG_SWAPPED, "the former catalog is back");
  }

  void startNessie(SavedState state) {
    steady.scaling().start(name(), state.replicas());
    stopped = false;
  }

  /** Only says that it shall start. */
  void orderStart(SavedState state) {
    ScalingTerms terms = options.terms().scaling();
    try {
      Controls.of(
              place.steadyCluster(), new ScalingTerms(terms.stop(), Duration.ZERO, terms.look()))
          .scaling()
          .start(name(), state.replicas());
    } catch (BackupException e) {
      // It is not ready yet, of course.
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
    }
  }

  /** Whether it serves what was brought in. */
  void checkBrought() {
    check(brought, exchange.action() == WorkAction.RESET);
  }

  /** Whether it serves what it had before. */
  void checkFormer() {
    check(former, false);
  }

  private void check(NavigableSet<NessieReference> expected, boolean anew) {
    NessieApi nessie =
        new NessieRoutes(place.steadyCluster())
            .open(plan.workload(), options.nessie().address(), options.nessie().token());
    shown =
        OptionalInt.of(references.check(nessie, expected, anew, options.terms().scaling().start()));
    watch.nessieServes();
  }
}
