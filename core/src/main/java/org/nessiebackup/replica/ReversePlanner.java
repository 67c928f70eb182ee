package org.nessiebackup.replica;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.WriteFence;
import org.nessiebackup.vault.Vault;

/** Finds what a former primary has that the one which was promoted has not. */
record ReversePlanner(ReplicaSetup setup, int jobs) {
  /** So many commits of a reference are looked at; more would help nobody to decide. */
  private static final int SHOWN = 100;

  /** What to do where a server is another one than the promotion was between. */
  static final String OTHER =
      "Give the two servers of the promotion: --jdbc-url is the one that has the catalog now,"
          + " --replica-jdbc-url the former primary.";

  private static final String AUTHOR = "author";

  ReversePlan plan() {
    Vault vault = setup.vaults().get();
    ReplicaState promotion =
        vault
            .replicas()
            .primacy()
            .promotion()
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "no replica of vault \"%s\" was ever promoted".formatted(vault.location()),
                        "There is no former primary that could follow."));
    FollowedPlace there = new FollowedPlace(promotion.servers().primary());
    FollowedPlace here = new FollowedPlace(promotion.servers().replica());
    CatalogLocation former = there.catalog();
    try (Session now = setup.onPrimary();
        Session before = setup.onReplica()) {
      here.require(now, OTHER);
      there.require(before, OTHER);
      setup.context().progress().step("comparing the two catalogs", 0);
      return new ReversePlan(
          promotion,
          WriteFence.isRaised(before, former),
          ConnectedSessions.of(before, former),
          alone(former, here.catalog()),
          obstacles());
    }
  }

  /** What the fence and the restore do not remove themselves. */
  private List<ReplicationObstacle> obstacles() {
    try (BothServers servers = BothServers.open(setup)) {
      return new CreatePlanner(setup, ReplicaOptions.Target.SUPERSEDED, servers)
          .plan().obstacles().stream()
              .filter(each -> each.kind() != Kind.TARGET && each.kind() != Kind.PUBLICATION)
              .toList();
    }
  }

  private List<ReversePlan.Alone> alone(CatalogLocation former, CatalogLocation now) {
    List<ReversePlan.Alone> alone = new ArrayList<>();
    try (LiveCatalog there = LiveCatalog.at(setup.replica(), former, jobs, setup.context());
        LiveCatalog here = LiveCatalog.at(setup.primary(), now, jobs, setup.context())) {
      ReferenceRows references = ReferenceRows.of(there);
      ReferenceRows others = ReferenceRows.of(here);
      for (String repository : references.repositories()) {
        NavigableMap<String, NessieReference> shown = others.shown(repository);
        references
            .shown(repository)
            .forEach(
                (name, reference) ->
                    of(
                            new Both(there, here, repository),
                            reference,
                            Optional.ofNullable(shown.get(name)))
                        .ifPresent(alone::add));
      }
    }
    return alone;
  }

  private record Both(LiveCatalog there, LiveCatalog here, String repository) {}

  private static Optional<ReversePlan.Alone> of(
      Both both, NessieReference reference, Optional<NessieReference> other) {
    if (other.filter(reference::equals).isPresent()) {
      return Optional.empty();
    }
    ObjectId head = reference.head();
    boolean known =
        head.equals(ObjectId.EMPTY)
            || both.here().find(both.repository(), Set.of(head)).containsKey(head);
    if (known) {
      return other.isPresent()
          ? Optional.empty()
          : Optional.of(
              new ReversePlan.Alone(both.repository(), reference, false, List.of(), false));
    }
    List<ReversePlan.LoneCommit> log =
        new RepositoryReader(both.there(), both.repository())
            .log(head, SHOWN, Long.MIN_VALUE, ReversePlanner::commit);
    Set<String> common =
        both
            .here()
            .find(
                both.repository(),
                log.stream().map(each -> ObjectId.of(each.hash())).collect(Collectors.toSet()))
            .keySet()
            .stream()
            .map(ObjectId::hex)
            .collect(Collectors.toSet());
    List<ReversePlan.LoneCommit> lone =
        log.stream().filter(each -> !common.contains(each.hash())).toList();
    return Optional.of(
        new ReversePlan.Alone(
            both.repository(), reference, other.isPresent(), lone, lone.size() == SHOWN));
  }

  private static ReversePlan.LoneCommit commit(NessieObject.Commit commit) {
    return new ReversePlan.LoneCommit(
        commit.id().hex(),
        Instant.EPOCH.plus(commit.createdMicros(), ChronoUnit.MICROS),
        commit.headers().getOrDefault(AUTHOR, List.of()),
        commit.message());
  }
}
