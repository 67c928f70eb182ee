package org.nessiebackup.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.replica.ReplicaCreatePlan.From;
import org.nessiebackup.replica.server.ReplicaNames;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.replication.ReplicationRequirements;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.replication.SubscriptionRequirements;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;
import org.nessiebackup.vault.Vault;

/** Works out what making a replica takes. Looks only. */
final class CreatePlanner {
  /** What is no news once it follows. */
  static final String UNTRIED =
      "whether the replica's server reaches the primary is tried when the publication is there:"
          + " before, its log would get the password with a warning";

  /** Values as they are stored, on either side. */
  private static final int BINARY_VERSION = 140000;

  private final ReplicaSetup setup;
  private final ReplicaOptions.Target target;
  private final BothServers servers;
  private final Vault vault;
  private final ReplicaNames names;
  private final CatalogLocation catalog;
  private final ServerFacts facts;

  CreatePlanner(ReplicaSetup setup, ReplicaOptions.Target target, BothServers servers) {
    this.setup = setup;
    this.target = target;
    this.servers = servers;
    this.vault = setup.vaults().get();
    this.names = ReplicaNames.of(setup.options().name());
    this.catalog = servers.catalog(setup.options());
    this.facts = ServerFacts.of(servers.primary());
  }

  ReplicaCreatePlan plan() {
    refuseFormerPrimary();
    ReplicaState.Servers places =
        new ReplicaState.Servers(servers.primaryPlace(catalog), servers.replicaPlace(catalog));
    List<Long> tables =
        TableInspector.inspect(servers.primary(), catalog).stream()
            .map(TableDescription::oid)
            .toList();
    PrimaryAddress address = PrimaryAddress.of(setup, facts.role(), names);
    FormerReplica former =
        FormerReplica.look(servers, names, vault.replicas().newest(setup.options().name()));
    boolean restored = former.isBetween(places) && isRestored(former.state().orElseThrow());
    From from = from(former, places, tables, restored);
    TargetLook there = TargetLook.of(servers.replica(), catalog, setup.options().name(), restored);
    List<ReplicationObstacle> all = new ArrayList<>();
    if (from != From.NOTHING) {
      all.addAll(ofServers(places, address, former));
      all.addAll(ofNames(former, places));
      all.addAll(there.obstacles(target, from, places));
    }
    return new ReplicaCreatePlan(
        setup.options().name(),
        vault.replicas().primacy().epoch(),
        places,
        new ReplicaState.Link(names.name(), names.name(), names.name(), tables, address.toString()),
        new ReplicaCreatePlan.Work(
            from,
            from == From.BACKUP ? Optional.empty() : former.state().flatMap(ReplicaState::seed),
            from == From.BACKUP ? former.described() : List.of(),
            from != From.SUBSCRIPTION && from != From.NOTHING && there.isOccupied(),
            isBinary()),
        refusing(all),
        notes(all));
  }

  private void refuseFormerPrimary() {
    ReplicaMark.refuseSuperseded(servers.primary(), catalog);
    Source.Server source = new ServerSource(facts, catalog).identity();
    vault.replicas().primacy().check(vault.location(), vault.backups().newest().manifest(), source);
  }

  private From from(
      FormerReplica former, ReplicaState.Servers places, List<Long> tables, boolean restored) {
    if (!former.isWhole(places, tables)) {
      return From.BACKUP;
    }
    ReplicaState state = former.state().orElseThrow();
    return switch (state.phase()) {
      case SEEDED -> restored ? From.SUBSCRIPTION : From.RESTORE;
      case FOLLOWING ->
          target == ReplicaOptions.Target.EMPTY && former.subscription().isPresent()
              ? From.NOTHING
              : From.BACKUP;
      case BEGUN, STOPPED, PROMOTED, DROPPED -> From.BACKUP;
    };
  }

  /** Whether an attempt that did not end has come so far. */
  private boolean isRestored(ReplicaState state) {
    return state.phase() == Phase.SEEDED
        && RestoreState.of(
                servers.replica(),
                catalog.schema(),
                ReplicaCreation.restore(state.seed().orElseThrow()))
            .isDone();
  }

  private List<ReplicationObstacle> ofServers(
      ReplicaState.Servers places, PrimaryAddress address, FormerReplica former) {
    List<ReplicationObstacle> all = new ArrayList<>();
    for (ReplicationObstacle each :
        new ReplicationRequirements(names.name(), names.name(), catalog).unmet(servers.primary())) {
      switch (each.kind()) {
        // Who applies changes takes texts as well; and what is ours is made anew.
        case VERSION -> {}
        case PUBLICATION -> {
          if (former.described().isEmpty() || !former.isBetween(places)) {
            all.add(each);
          }
        }
        case UNBOUNDED_WAL -> all.add(each.consentedBy("--unbounded-wal"));
        default -> all.add(each);
      }
    }
    all.addAll(
        new SubscriptionRequirements(
                names.name(), catalog.schema(), address.role(), address.password().isPresent())
            .unmet(servers.primary(), servers.replica()));
    if (all.stream().noneMatch(each -> each.kind() == Kind.SUBSCRIPTION_PRIVILEGE)) {
      unreached(address, former).ifPresent(all::add);
    }
    if (places.primary().systemIdentifier().equals(places.replica().systemIdentifier())) {
      all.add(oneServer(places));
    }
    return all;
  }

  /** The server connects as it will for the subscription: what is wrong with that is seen now. */
  private Optional<ReplicationObstacle> unreached(PrimaryAddress address, FormerReplica former) {
    try {
      return tries(draft(address, isBinary()), former) ? Optional.empty() : Optional.of(untried());
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      return Optional.of(
          new ReplicationObstacle(
              Kind.ADDRESS,
              e.failure(),
              "the replica's server does not reach the primary by \"%s\": %s"
                  .formatted(address, e.getMessage()),
              e.hint().orElse("Its own log says more.")
                  + " --primary-address says how it reaches the primary, if not as we do."));
    }
  }

  private boolean tries(Subscription.Draft draft, FormerReplica former) {
    if (former.publication().isEmpty()) {
      return Subscription.triesWithout(servers.replica(), draft);
    }
    // That of this name is there; that the address leads to it is seen when the work begins.
    boolean ignored = Subscription.reaches(servers.replica(), draft);
    return true;
  }

  private ReplicationObstacle untried() {
    return new ReplicationObstacle(
        Kind.UNTRIED,
        Failure.CONNECTION,
        UNTRIED,
        "As a superuser there: GRANT SET ON PARAMETER log_error_verbosity TO the role; then it is"
            + " tried at once.");
  }

  Subscription.Draft draft(PrimaryAddress address, boolean binary) {
    return new Subscription.Draft(
        names.name(), address.secret(), names.name(), names.name(), binary);
  }

  private boolean isBinary() {
    return facts.version().number() >= BINARY_VERSION
        && ServerFacts.of(servers.replica()).version().number() >= BINARY_VERSION;
  }

  private static ReplicationObstacle oneServer(ReplicaState.Servers places) {
    CatalogPlace primary = places.primary();
    return primary.isSameAs(places.replica())
        ? new ReplicationObstacle(
            Kind.TARGET,
            Failure.TARGET_GUARDED,
            "both addresses lead to the same catalog: " + primary.describe(),
            "Name the database where the replica is to be with --to.")
        : new ReplicationObstacle(
            Kind.ONE_SERVER,
            Failure.TARGET_GUARDED,
            "both databases are on one server, and are lost together",
            "A replica protects from what it does not share with the primary.");
  }

  /** What somebody else calls so is not ours to remove. */
  private List<ReplicationObstacle> ofNames(FormerReplica former, ReplicaState.Servers places) {
    return former.isBetween(places) || former.described().isEmpty()
        ? List.of()
        : List.of(
            new ReplicationObstacle(
                Kind.TARGET,
                Failure.TARGET_GUARDED,
                "%s is there already, and no replica of this vault between these two servers has it"
                    .formatted(String.join(", ", former.described())),
                "Choose another name with --name; if nobody needs what is there, drop it."));
  }

  private List<ReplicationObstacle> refusing(List<ReplicationObstacle> all) {
    return all.stream()
        .filter(
            each ->
                switch (each.kind().weight()) {
                  case REFUSES -> true;
                  case NEEDS_CONSENT -> !setup.options().limits().unbounded();
                  case NOTE -> false;
                })
        .toList();
  }

  private List<String> notes(List<ReplicationObstacle> all) {
    List<ReplicationObstacle> refusing = refusing(all);
    return all.stream()
        .filter(each -> !refusing.contains(each))
        .map(ReplicationObstacle::message)
        .toList();
  }
}
