package org.nessiebackup.retention;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retention.PrunePlan.TipFate;
import org.nessiebackup.vault.Deletion;
import org.nessiebackup.vault.DeletionResult;

/**
 * What a prune did to tips, which go before the backups that they build on.
 *
 * @param count how many have gone
 * @param deleted all objects that have gone or were kept by the store
 * @param left the backups that still have tips which should have gone, and so stay
 * @param refused why some could not be removed, if another owner was the reason
 */
record TipRemoval(
    long count, DeletionResult deleted, Set<BackupId> left, Optional<BackupException> refused) {
  /** Removes what goes by both plans. */
  static TipRemoval run(PrunePlan plan, PrunePlan now, Deletion deletion, Cancellation stop) {
    Set<BackupId> asked =
        plan.tips().removed().stream().map(TipFate::base).collect(Collectors.toSet());
    long count = 0;
    DeletionResult deleted = DeletionResult.NOTHING;
    Set<BackupId> left = new HashSet<>();
    Optional<BackupException> refused = Optional.empty();
    for (TipFate fate : now.tips().removed()) {
      stop.check();
      if (!asked.contains(fate.base())) {
        left.add(fate.base());
        continue;
      }
      try {
        DeletionResult tips = deletion.tips(fate.base());
        deleted = deleted.plus(tips);
        count += tips.objects();
        if (!tips.locked().isEmpty()) {
          left.add(fate.base());
        }
      } catch (BackupException e) {
        left.add(fate.base());
        BackupException reason = VaultPrune.onlyRefused(e);
        refused = Optional.of(refused.orElse(reason));
      }
    }
    return new TipRemoval(count, deleted, left, refused);
  }
}
