package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.WriteFence;

/** Makes a former primary ready to follow the one that was promoted in its place. */
record Reversal(ReplicaSetup setup, ReversePlan plan) {
  private static final int JOBS = 2;

  /** Keeps it from being written to, so that it has nothing more than what the plan shows. */
  void fence(Optional<String> accepted) {
    plan.check(accepted);
    ReplicaState promotion = plan.promotion();
    FollowedPlace place = new FollowedPlace(promotion.servers().primary());
    try (Session former = setup.onReplica()) {
      place.require(former, ReversePlanner.OTHER);
      CatalogLock.acquire(former, place.catalog().schema());
      WriteFence.raise(
          former,
          place.catalog(),
          new ReplicaMark(
              ReplicaMark.Role.SUPERSEDED,
              promotion.epoch(),
              promotion.head().name(),
              promotion.servers().replica().systemIdentifier(),
              setup.context().clock().instant()),
          false);
      // Where nobody reached it then, they are there still.
      ReplicationSlot.dropInUse(former, promotion.link().slot());
      Publication.drop(former, promotion.link().publication());
    }
    if (!new ReversePlanner(setup, JOBS).plan().code().equals(plan.code())) {
      throw Failure.LOCKED.exception(
          "the former primary has more by now than the plan shows",
          "It is fenced, and its tables are as they were. `replica reverse --dry-run` shows what it"
              + " alone has.");
    }
  }
}
