package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.Vault;

/** Where a replica is that is to be promoted, and its primary, as its document says. */
record PromotedReplica(ReplicaSetup setup, ReplicaState state) {
  /** As the vault knows it. */
  static ReplicaState state(Vault vault, String name) {
    ReplicaState state =
        vault
            .replicas()
            .newest(name)
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "vault \"%s\" knows no replica \"%s\"".formatted(vault.location(), name),
                        "`replica status` shows those that there are."));
    PromotionPlanner.refuseUnfit(state);
    return state;
  }

  /** Where it has the tables. */
  CatalogLocation catalog() {
    return location(state.servers().replica());
  }

  /** Where the primary has them. */
  CatalogLocation primaryCatalog() {
    return location(state.servers().primary());
  }

  private static CatalogLocation location(CatalogPlace place) {
    return new CatalogLocation(place.schema(), type(place).tables());
  }

  private static StoreType type(CatalogPlace place) {
    return StoreType.of(place.storeType())
        .orElseThrow(
            () ->
                Failure.FORMAT_UNSUPPORTED.exception(
                    "the replica is of a catalog of type \"%s\"".formatted(place.storeType()),
                    "A newer nessie-backup has made it: update this one."));
  }

  /** Its table of objects. */
  String objects() {
    return type(state.servers().replica()).objects();
  }

  /** What it follows by; absent if that was removed. */
  Optional<Subscription> subscription(Session session) {
    return Subscription.look(session, state.link().subscription());
  }

  /** Refuses a server that is another one than the document says. */
  void refuseOther(Session session, CatalogPlace place) {
    ServerFacts.Identity identity = ServerFacts.of(session).identity();
    boolean same =
        identity.system().filter(place.systemIdentifier()::equals).isPresent()
            && identity.database().equals(place.database());
    if (!same) {
      throw Failure.TARGET_GUARDED.exception(
          "this is database \"%s\" of cluster %s, and replica \"%s\" is of %s"
              .formatted(
                  identity.database(),
                  identity.system().orElse("?"),
                  state.head().name(),
                  place.describe()),
          "Give the servers that the replica was made with: --jdbc-url is the primary's,"
              + " --replica-jdbc-url the replica's.");
    }
  }
}
