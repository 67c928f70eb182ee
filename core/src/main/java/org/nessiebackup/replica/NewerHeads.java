package org.nessiebackup.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;

/** Compares the newest point of a vault with a replica: what has arrived there and not here. */
record NewerHeads(ReplicaSetup setup, int jobs) {
  PromotionPlan.Newer of(Vault vault, CatalogLocation replica) {
    setup.context().progress().step("comparing with the newest recovery point", 0);
    try {
      RecoveryPoint point = vault.points().find(new PointSelector.Named("latest", true));
      try (BackupCatalog stored = BackupCatalog.open(vault, point, jobs, setup.context());
          LiveCatalog live = LiveCatalog.at(setup.replica(), replica, jobs, setup.context())) {
        return new PromotionPlan.Newer(
            Optional.of(point.id().toString()),
            lacking(ReferenceRows.of(stored), live),
            Optional.empty());
      }
    } catch (BackupException e) {
      if (e.failure() == Failure.BACKUP_NOT_FOUND) {
        return PromotionPlan.Newer.NOT_ASKED;
      }
      boolean ofVault =
          e.failure().isOfOneManifest()
              || e.failure() == Failure.KEY_MISSING
              || e.failure() == Failure.KEY_WRONG;
      if (!ofVault) {
        throw e;
      }
      return new PromotionPlan.Newer(Optional.empty(), List.of(), Optional.of(e.getMessage()));
    }
  }

  private static List<PromotionPlan.Head> lacking(ReferenceRows stored, LiveCatalog live) {
    List<PromotionPlan.Head> lacking = new ArrayList<>();
    for (String repository : stored.repositories()) {
      List<NessieReference> shown = List.copyOf(stored.shown(repository).values());
      Set<ObjectId> heads =
          shown.stream()
              .map(NessieReference::head)
              .filter(head -> !head.equals(ObjectId.EMPTY))
              .collect(Collectors.toSet());
      Set<ObjectId> there = live.find(repository, heads).keySet();
      shown.stream()
          .filter(each -> heads.contains(each.head()) && !there.contains(each.head()))
          .map(each -> new PromotionPlan.Head(repository, each))
          .forEach(lacking::add);
    }
    return lacking;
  }
}
