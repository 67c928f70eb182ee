package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.ServedReplica;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.vault.Vault;

/**
 * Looks after the replica of one catalog, in a thread of its own, as long as this service leads:
 * asks both servers how it is, and gives its slot up before that fills the primary's disk, also
 * while the replica is gone. Making one, and promoting it, is left to people.
 */
final class ReplicaLoop implements FollowerThread.Follower {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Who makes one or ends one says so in the vault, and is in no hurry. */
  private static final int LOOKS_WITH_ONE_VAULT = 6;

  /** A mark that takes longer comes through in a later look. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration BETWEEN_GUARDS = Duration.ofSeconds(1);

  private final ServedCatalog catalog;
  private final ServedReplica served;
  private final Fleet fleet;
  private final WorkContext context;
  private final BooleanSupplier leads;
  private final FollowerThread thread;
  private Optional<ReplicaHealth> health = Optional.empty();
  private Optional<Guarded> guarded = Optional.empty();

  /** A slot with whoever gives it up. */
  private record Guarded(String slot, SlotGuard guard) {}

  /**
   * Does nothing before {@link #start}.
   *
   * @param context its request to stop ends the loop
   * @param leads whether this service is the one that looks
   */
  ReplicaLoop(ServedCatalog catalog, Fleet fleet, WorkContext context, BooleanSupplier leads) {
    this.catalog = catalog;
    this.served = catalog.replica().orElseThrow();
    this.fleet = fleet;
    this.context = context;
    this.leads = leads;
    this.thread = new FollowerThread("replica", catalog, context, leads, this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void follow() {
    Vault vault = catalog.vault();
    Optional<ReplicaState> known = known(vault);
    if (known.isEmpty() || !known.get().phase().isLive()) {
      guardNothing();
      say(over(known));
      thread.goesWell();
    } else {
      guard(known.get().link().slot());
      look(vault, known.get().head().name());
    }
  }

  /** The one that is meant; the newest of those that are over, if there is no other. */
  private Optional<ReplicaState> known(Vault vault) {
    return served.name().isPresent()
        ? vault.replicas().newest(served.name().get())
        : vault.replicas().newest().stream()
            .max(
                Comparator.comparing((ReplicaState each) -> each.phase().isLive())
                    .thenComparing(each -> each.head().at()));
  }

  private ReplicaHealth over(Optional<ReplicaState> known) {
    boolean promoted =
        known.filter(each -> each.phase() == ReplicaState.Phase.PROMOTED).isPresent();
    ReplicaHealth last =
        before(
            known
                .map(each -> each.head().name())
                .or(served::name)
                .orElse(ReplicaOptions.DEFAULT_NAME));
    return new ReplicaHealth(
        last.name(),
        promoted ? Phase.PROMOTED : Phase.NONE,
        ReplicaHealth.Reach.UNKNOWN,
        new ReplicaHealth.Slot(Optional.empty(), Optional.empty(), served.retained()),
        0,
        Optional.empty(),
        last.promotion());
  }

  /** What is known of the replica of that name. */
  private ReplicaHealth before(String name) {
    return health
        .filter(each -> each.name().equals(name))
        .orElseGet(
            () ->
                new ReplicaHealth(
                    name,
                    Phase.UNREACHABLE,
                    ReplicaHealth.Reach.UNKNOWN,
                    new ReplicaHealth.Slot(Optional.empty(), Optional.empty(), served.retained()),
                    0,
                    Optional.empty(),
                    promotion(name)));
  }

  private Command promotion(String name) {
    return fleet.command(
        catalog.name(),
        name.equals(ReplicaOptions.DEFAULT_NAME)
            ? List.of("replica", "promote")
            : List.of("replica", "promote", "--name", name));
  }

  private void look(Vault vault, String name) {
    CatalogReplica replica =
        new CatalogReplica(
            () -> vault,
            catalog.database(),
            served.database().get(),
            new ReplicaOptions(
                name,
                catalog.schema(),
                catalog.tables(),
                ReplicaOptions.Link.OURS,
                new ReplicaOptions.Limits(served.retained(), true)),
            context);
    for (int look = 0; look < LOOKS_WITH_ONE_VAULT && !thread.stopped(); look++) {
      if (!leads.getAsBoolean()) {
        return;
      }
      guarded.flatMap(each -> each.guard().givenUp()).ifPresent(replica::giveUp);
      ReplicaStatusReport report = replica.status(PATIENCE);
      say(
          new ReplicaLook(
                  before(name), served.mostLag(), catalog::redacted, context.clock().instant())
              .seen(report));
      thread.goesWell();
      thread.sleep(EVERY);
    }
  }

  private void guard(String slot) {
    if (guarded.filter(each -> each.slot().equals(slot)).isEmpty()) {
      guardNothing();
      SlotGuard guard =
          new SlotGuard(
              catalog.database(),
              new SlotGuard.Limit(served.retained(), BETWEEN_GUARDS),
              context.cancellation());
      guard.watch(slot);
      guarded = Optional.of(new Guarded(slot, guard));
    }
  }

  private void guardNothing() {
    guarded.ifPresent(each -> each.guard().close());
    guarded = Optional.empty();
  }

  @Override
  public void rest() {
    guardNothing();
    health = Optional.empty();
    fleet.replica(catalog.name(), health);
  }

  @Override
  public void failed(Trouble why) {
    String name =
        health.map(ReplicaHealth::name).or(served::name).orElse(ReplicaOptions.DEFAULT_NAME);
    say(
        new ReplicaLook(
                before(name), served.mostLag(), catalog::redacted, context.clock().instant())
            .unreachable(why.message(), why.hint()));
  }

  @Override
  public Duration pause() {
    return EVERY;
  }

  private void say(ReplicaHealth now) {
    health = Optional.of(now);
    fleet.replica(catalog.name(), health);
  }

  /** Waits for its end, which the request to stop has begun. */
  void join() {
    thread.join();
  }
}
