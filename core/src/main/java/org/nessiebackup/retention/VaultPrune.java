package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PrunePlan.Fate;
import org.nessiebackup.retention.PrunePlan.JournalFate;
import org.nessiebackup.retention.PrunePlan.Orphan;
import org.nessiebackup.vault.Deletion;
import org.nessiebackup.vault.DeletionResult;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.lease.VaultLease;

/**
 * Removes backups that no rule keeps, and garbage. Making one touches nothing.
 *
 * @param vault the vault
 * @param context clock, progress and a request to stop
 */
public record VaultPrune(Vault vault, WorkContext context) {
  /** Sees the vault by the clock of the context. */
  public VaultPrune {
    vault = vault.by(context.clock());
  }

  /**
   * Says what a prune would do.
   *
   * @throws BackupException {@link Failure#USAGE} if the policy keeps nothing
   */
  public PrunePlan plan(PruneOptions options) {
    RetentionPolicy policy = policy(options);
    if (policy.keepsNothing()) {
      throw Failure.USAGE.exception(
          "a policy that keeps nothing is refused",
          "Say what to keep: --keep-last, --keep-daily and the like.");
    }
    context.progress().step("looking at what there is", 0);
    VaultSurvey findings =
        new VaultSurvey(
            vault,
            policy,
            new VaultSurvey.Spans(options.keepTips(), options.keepJournal()),
            context);
    findings.hidden().ifPresent(context.progress()::warning);
    return findings.plan();
  }

  private RetentionPolicy policy(PruneOptions options) {
    RetentionPolicy policy = options.policy().orElse(vault.settings().current().retention());
    return options.timeZone().map(policy::in).orElse(policy);
  }

  /**
   * Does what a plan says. What has changed since the plan was made is respected: a backup goes
   * only if the policy still does not keep it, now that nobody else writes to the vault; and
   * nothing goes that the plan did not name.
   *
   * @throws BackupException {@link Failure#LOCKED} if somebody else is at work on the vault
   */
  public PruneReport execute(PrunePlan plan) {
    Instant begun = context.clock().instant();
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.PRUNE, List.of(), context)) {
      context.progress().step("looking at what there is", 0);
      VaultSurvey findings =
          new VaultSurvey(
              vault,
              plan.policy(),
              new VaultSurvey.Spans(plan.tips().keep(), plan.journal().keep()),
              context);
      PrunePlan now = findings.plan();
      Garbage garbage = findings.garbage(now.backups());
      context.progress().step("removing", 0);
      List<BackupId> removed = new ArrayList<>();
      Deletion deletion = vault.deletion(lease);
      TipRemoval tips = TipRemoval.run(plan, now, deletion, context.cancellation());
      DeletionResult deleted = tips.deleted();
      Optional<BackupException> refused = tips.refused();
      Set<BackupId> needed = findings.withAncestors(tips.left());
      for (BackupId id : childrenFirst(plan, now)) {
        context.cancellation().check();
        if (needed.contains(id)) {
          continue;
        }
        try {
          DeletionResult backup = deletion.backup(id);
          if (backup.objects() > 0) {
            removed.add(id);
          }
          deleted = deleted.plus(backup);
        } catch (BackupException e) {
          refused = refused.or(() -> Optional.of(onlyRefused(e)));
        }
      }
      DeletionResult journal = removeJournal(plan, now, deletion);
      deleted = deleted.plus(journal);
      int orphans = 0;
      for (Orphan each : due(plan, now)) {
        context.cancellation().check();
        lease.check();
        deleted = deleted.plus(garbage.remove(each, deletion));
        orphans++;
      }
      if (refused.isPresent()) {
        throw refused.get();
      }
      return new PruneReport(
          removed,
          now.backups().size() - removed.size(),
          new PruneReport.Cleared(orphans, tips.count(), journal.objects()),
          deleted.bytes(),
          deleted.locked(),
          Duration.between(begun, context.clock().instant()));
    }
  }

  /** The oldest first, so that what a kill leaves has no hole; those that go by both plans. */
  private DeletionResult removeJournal(PrunePlan plan, PrunePlan now, Deletion deletion) {
    Set<EpochId> asked =
        plan.journal().removed().stream().map(JournalFate::epoch).collect(Collectors.toSet());
    DeletionResult deleted = DeletionResult.NOTHING;
    for (JournalFate fate : now.journal().removed()) {
      context.cancellation().check();
      if (asked.contains(fate.epoch())) {
        deleted = deleted.plus(deletion.journal(fate.epoch()));
      }
    }
    return deleted;
  }

  /** One that somebody else owns keeps no other from going; all else ends the work. */
  static BackupException onlyRefused(BackupException e) {
    if (e.failure() != Failure.PERMISSION) {
      throw e;
    }
    return e;
  }

  /** A parent's name is smaller than that of what builds on it, so the greatest go first. */
  private static List<BackupId> childrenFirst(PrunePlan plan, PrunePlan now) {
    Set<BackupId> asked = plan.removed().stream().map(Fate::id).collect(Collectors.toSet());
    return now.removed().stream()
        .map(Fate::id)
        .filter(asked::contains)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static List<Orphan> due(PrunePlan plan, PrunePlan now) {
    Set<String> asked =
        plan.orphans().stream()
            .filter(Orphan::due)
            .map(each -> each.kind() + each.name())
            .collect(Collectors.toSet());
    return now.orphans().stream()
        .filter(each -> each.due() && asked.contains(each.kind() + each.name()))
        .toList();
  }
}
