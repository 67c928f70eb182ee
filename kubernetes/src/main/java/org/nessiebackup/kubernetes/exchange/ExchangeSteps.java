package org.nessiebackup.kubernetes.exchange;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.nessiebackup.kubernetes.api.ApiFinder;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ClusterEvents;
import org.nessiebackup.kubernetes.workload.CronJobs;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.Scaler;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.Workloads;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.NessieApi;

/**
 * What can be done, one method for each; whoever calls them decides the order. Each begins by
 * looking, so that it may be called again.
 */
final class ExchangeSteps<R> {
  private final ExchangeContext context;
  private final ExchangeOptions options;
  private final WorkloadPlan plan;
  private final ExchangeTarget target;
  private final CatalogExchange<?, R> exchange;
  private final Stopwatch watch;
  private final ClusterEvents events;
  private final ReferenceCheck references;
  private final DatabaseSessions sessions;
  private NavigableSet<NessieReference> brought = new TreeSet<>();
  private NavigableSet<NessieReference> former = new TreeSet<>();
  private OptionalInt shown = OptionalInt.empty();
  private Optional<R> report = Optional.empty();
  private boolean stopped;

  ExchangeSteps(
      ExchangeContext context,
      ExchangeOptions options,
      WorkloadPlan plan,
      ExchangeTarget target,
      CatalogExchange<?, R> exchange,
      Stopwatch watch) {
    this.context = context;
    this.options = options;
    this.plan = plan;
    this.target = target;
    this.exchange = exchange;
    this.watch = watch;
    this.events = new ClusterEvents(context.uninterruptibleCluster());
    this.sessions = new DatabaseSessions(context, target.catalog());
    this.references = new ReferenceCheck(context, target.catalog(), options.nessie().repository());
  }

  private Scaler scaler() {
    return new Scaler(context.uninterruptibleCluster(), options.terms().scaling());
  }

  private WorkloadName name() {
    return plan.workload().name();
  }

  /** How many references Nessie has shown, if it was asked. */
  OptionalInt shown() {
    return shown;
  }

  /** What the database half did, if it was done in this run. */
  Optional<R> report() {
    return report;
  }

  ExchangeTimes times() {
    return watch.times();
  }

  /** Whether the catalog is exchanged, as the database knows. */
  boolean done() {
    return exchange.done(target);
  }

  /** Whether this process has begun to stop Nessie. */
  boolean stopped() {
    return stopped;
  }

  Workload workload() {
    return new Workloads(context.uninterruptibleCluster()).read(name());
  }

  void emit(EventReason reason, String message) {
    events.emit(plan.workload(), reason, message);
  }

  void emitStarted(Checkpoint checkpoint) {
    emit(
        EventReason.started(plan.action()),
        "%s %s%s by %s"
            .formatted(
                plan.action().label(),
                plan.resumed().isPresent() ? "goes on" : "begins",
                checkpoint.source().map(source -> " with " + source).orElse(""),
                context.interruptible().owner()));
  }

  void pauseCronJobs(Checkpoint checkpoint) {
    checkpoint.paused().forEach(new CronJobs(context.uninterruptibleCluster())::pause);
  }

  void putBackCronJobs(Checkpoint checkpoint) {
    checkpoint.paused().forEach(new CronJobs(context.uninterruptibleCluster())::putBack);
  }

  /** Until a request to stop; what was begun then is put back by whoever notices it. */
  void stopNessie() {
    stop(new Scaler(context.cluster(), options.terms().scaling()));
  }

  /** To its end. */
  void stopNessieToTheEnd() {
    stop(scaler());
  }

  private void stop(Scaler scaler) {
    if (stopped) {
      scaler.requireStopped(name());
      return;
    }
    stopped = true;
    watch.nessieStops();
    scaler.stop(name());
  }

  /** The sessions of pods that have ended may need a moment; a backup that runs, some seconds. */
  void awaitFreeCatalog() {
    sessions.awaitNone(options.terms().sessions());
    sessions.awaitUnlocked(options.terms().sessions());
    emit(EventReason.STOPPED, "Nessie has no pods and no database sessions any more");
  }

  void prepare() {
    sessions.awaitUnlocked(options.terms().sessions());
    exchange.prepare(target);
  }

  void discard() {
    sessions.awaitUnlocked(options.terms().sessions());
    exchange.discard(target);
  }

  /** Remembers what Nessie has to show: afterwards, and if all is taken back. */
  void readReferences() {
    brought = references.readable(exchange.incoming(target));
    former = references.readable(Optional.of(target.catalog()));
  }

  /** The last look is the one that counts: nothing runs, and nobody has asked to stop. */
  void exchangeCatalog() {
    scaler().requireStopped(name());
    context.interruptible().cancellation().check();
    report = Optional.of(exchange.exchange(target));
    emit(EventReason.CATALOG_SWAPPED, "the catalog was exchanged");
  }

  void rollBack() {
    former = references.readable(exchange.former(target));
    stopped = false;
    stopNessieToTheEnd();
    awaitFreeCatalog();
    scaler().requireStopped(name());
    exchange.rollBack(target);
    emit(EventReason.CATALOG_SWAPPED, "the former catalog is back");
  }

  void startNessie(Checkpoint checkpoint) {
    scaler().start(name(), checkpoint.replicas());
    stopped = false;
  }

  /** Without waiting for it. */
  void orderStart(Checkpoint checkpoint) {
    scaler().scale(name(), checkpoint.replicas());
  }

  /** Whether it serves what was brought in. */
  void checkBrought() {
    check(brought, plan.action() == ExchangeAction.RESET);
  }

  /** Whether it serves what it had before. */
  void checkFormer() {
    check(former, false);
  }

  private void check(NavigableSet<NessieReference> expected, boolean empty) {
    NessieApi nessie =
        new ApiFinder(context.uninterruptibleCluster())
            .open(plan.workload(), options.nessie().address(), options.nessie().token());
    shown =
        OptionalInt.of(
            references.check(nessie, expected, empty, options.terms().scaling().start()));
    watch.nessieServes();
  }
}
