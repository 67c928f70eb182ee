package org.nessiebackup.copy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.copy.CopyPlan.Failed;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.PendingReplica;
import org.nessiebackup.vault.Replica;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.VaultLease;

/**
 * Copies backups into a second vault, object by object and byte by byte, so without any key. Each
 * object is compared with its checksum while it is written; a backup appears in the other vault
 * when all of its objects and the backup that it builds on are there.
 */
public final class VaultCopy {
  private final Vault source;
  private final Replica target;
  private final WorkContext context;

  /** Touches nothing yet. */
  public VaultCopy(Vault source, Replica target, WorkContext context) {
    this.source = source;
    this.target = target;
    this.context = context;
  }

  /**
   * Says what a copy would do.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if a backup that is named is not there
   */
  public CopyPlan plan(CopyOptions options) {
    context.progress().step("looking at what there is", 0);
    Selection selection = Selection.of(source, options);
    Set<BackupId> there = target.backups();
    List<Manifest> missing =
        selection.backups().stream().filter(each -> !there.contains(each.id())).toList();
    return new CopyPlan(
        target.location(),
        !target.exists(),
        missing,
        selection.backups().size() - missing.size(),
        selection.unreadable(),
        options.jobs());
  }

  /**
   * Does what a plan says. A damaged backup is a finding in the report, not an exception; the
   * others are copied all the same.
   *
   * @throws BackupException {@link Failure#LOCKED} if somebody else is at work on either vault, or
   *     when a store fails
   */
  public CopyReport execute(CopyPlan plan) {
    Instant begun = context.clock().instant();
    List<BackupId> uses = plan.backups().stream().map(Manifest::id).toList();
    Optional<VaultLease> reading = readingLease(uses);
    try (VaultLease writing = target.leases().acquire(Lease.Kind.BACKUP, List.of(), context)) {
      target.copyDescription();
      context.progress().step("copying", plan.bytes());
      Copies copies = new Copies(plan);
      copies.run(writing);
      return new CopyReport(
          plan.target(),
          copies.done,
          plan.present(),
          copies.failed,
          copies.bytes.sum(),
          Duration.between(begun, context.clock().instant()));
    } finally {
      reading.ifPresent(VaultLease::close);
    }
  }

  /** A copy may be taken of a vault in which this host cannot write. */
  private Optional<VaultLease> readingLease(List<BackupId> uses) {
    try {
      return Optional.of(source.leases().acquire(Lease.Kind.COPY, uses, context));
    } catch (BackupException e) {
      return switch (e.failure()) {
        case STORE, STORE_FULL -> {
          context
              .progress()
              .warning("a prune may interfere with this copy: no lease, " + e.getMessage());
          yield Optional.empty();
        }
        default -> throw e;
      };
    }
  }

  /** What has come of it so far. */
  private final class Copies {
    private final CopyPlan plan;
    private final List<BackupId> done = new ArrayList<>();
    private final List<Failed> failed;
    private final Set<BackupId> there = new HashSet<>(target.backups());
    private final LongAdder bytes = new LongAdder();

    Copies(CopyPlan plan) {
      this.plan = plan;
      this.failed = new ArrayList<>(plan.unreadable());
    }

    void run(VaultLease lease) {
      for (Manifest manifest : plan.backups()) {
        Optional<BackupId> without = manifest.parent().filter(parent -> !there.contains(parent));
        if (without.isPresent()) {
          fail(manifest.id(), "it builds on \"" + without.get() + "\", which is not there");
          continue;
        }
        try {
          copy(manifest, lease);
          done.add(manifest.id());
          there.add(manifest.id());
        } catch (BackupException e) {
          switch (e.failure()) {
            case DAMAGED, FORMAT_UNSUPPORTED, UNTRUSTED, BACKUP_NOT_FOUND ->
                fail(manifest.id(), e.getMessage());
            default -> throw e;
          }
        }
      }
    }

    private void fail(BackupId id, String message) {
      failed.add(new Failed(id, message));
    }

    /** Objects first, the manifest last, as when the backup was made. */
    private void copy(Manifest manifest, VaultLease lease) {
      PendingReplica replica = target.begin(manifest.id(), lease);
      List<Workers.Task> tasks = new ArrayList<>();
      manifest
          .parts()
          .forEach(
              part ->
                  tasks.add(
                      stop -> {
                        bytes.add(replica.copy(part, stop));
                        context.progress().advanced(0, part.storedBytes());
                      }));
      Workers.run(plan.jobs(), context.cancellation(), tasks);
      replica.commit(manifest);
    }
  }
}
