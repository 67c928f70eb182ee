package org.nessiebackup.copy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.copy.CopyPlan.Failed;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.BackupCopy;
import org.nessiebackup.vault.CopiedDocuments;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * Copies backups into a second vault, object by object: byte for byte and so without any key, or,
 * if the other vault was made for itself, stored for its recipients. Each object is compared with
 * its checksum while it is read; a backup appears in the other vault when all of its objects and
 * the backup that it builds on are there.
 */
public final class VaultCopy {
  private final Vault source;
  private final Destination target;
  private final WorkContext context;

  private VaultCopy(Vault source, Destination target, WorkContext context) {
    this.source = source;
    this.target = target;
    this.context = context;
  }

  /**
   * Finds out what there is in the other place, and so in which way backups get there.
   *
   * @param place an empty place, an earlier copy, or a vault of its own
   * @param keys gives the keys of a vault of its own
   */
  public static VaultCopy into(
      ObjectStore place,
      Function<VaultDescription, VaultAccess> keys,
      Vault source,
      WorkContext context) {
    Destination target =
        Vault.describe(place)
            .filter(there -> !there.id().equals(source.description().id()))
            .<Destination>map(
                there ->
                    new VaultDestination(
                        source, Vault.open(place, keys.apply(there)).by(context.clock())))
            .orElseGet(() -> new MirrorDestination(source.mirror(place)));
    return new VaultCopy(source, target, context);
  }

  /**
   * Checks whether the keys will do for any backup of the vault, those to come included.
   *
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED}
   */
  public void checkKeys() {
    target.checkKeys();
  }

  /**
   * Says what a copy would do.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if a backup that is named is not
   *     there; {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} if it cannot be decrypted
   *     or signed; {@link Failure#TARGET_GUARDED} if the other vault holds another catalog's
   *     history
   */
  public CopyPlan plan(CopyOptions options) {
    context.progress().step("looking at what there is", 0);
    Selection selection = Selection.of(source, options);
    Set<BackupId> there = target.backups();
    List<Manifest> missing =
        selection.backups().stream().filter(each -> !there.contains(each.id())).toList();
    target.check(selection, missing);
    target.warning().ifPresent(context.progress()::warning);
    return new CopyPlan(
        target.mode(),
        new CopyPlan.Place(target.location(), !target.exists()),
        missing,
        selection.backups().size() - missing.size(),
        selection.unreadable(),
        new CopyPlan.Beside(missingTips(selection), missingJournal(options)),
        options.jobs());
  }

  private CopyPlan.Tips missingTips(Selection selection) {
    Set<BackupId> wanted =
        selection.backups().stream().map(Manifest::id).collect(Collectors.toUnmodifiableSet());
    NavigableMap<BackupId, StoredTips> here = source.tips().stored();
    here.keySet().retainAll(wanted);
    here.values().removeIf(tips -> tips.count() == 0);
    Optional<Map<BackupId, StoredTips>> there = target.tips();
    if (there.isEmpty()) {
      if (!here.isEmpty()) {
        context
            .progress()
            .warning("tips stay behind: they go only into a copy of the same vault, byte for byte");
      }
      return new CopyPlan.Tips(List.of(), 0);
    }
    Map<BackupId, Long> missing = new TreeMap<>();
    here.forEach(
        (base, tips) -> {
          long count = tips.count() - there.get().getOrDefault(base, StoredTips.NONE).count();
          if (count > 0) {
            missing.put(base, count);
          }
        });
    return new CopyPlan.Tips(
        List.copyOf(missing.keySet()), missing.values().stream().mapToLong(count -> count).sum());
  }

  /** Who asks for some backups does not ask for the journal. */
  private CopyPlan.Journal missingJournal(CopyOptions options) {
    NavigableMap<EpochId, StoredJournal> here = source.journal().stored();
    here.values().removeIf(journal -> !journal.begun());
    Optional<Map<EpochId, StoredJournal>> there = target.journal();
    if (there.isEmpty() && !here.isEmpty()) {
      context
          .progress()
          .warning(
              "the journal stays behind: it goes only into a copy of the same vault, byte for"
                  + " byte");
    }
    boolean all = options.backups().isEmpty() && options.since().isEmpty();
    if (there.isEmpty() || !all) {
      return new CopyPlan.Journal(List.of(), 0);
    }
    Map<EpochId, Long> missing = new TreeMap<>();
    here.forEach(
        (epoch, journal) -> {
          StoredJournal copied = there.get().getOrDefault(epoch, StoredJournal.NONE);
          if (!copied.begun() || copied.files() < journal.files()) {
            missing.put(epoch, journal.files() - copied.files());
          }
        });
    return new CopyPlan.Journal(
        List.copyOf(missing.keySet()), missing.values().stream().mapToLong(files -> files).sum());
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
    List<BackupId> uses =
        Stream.concat(plan.backups().stream().map(Manifest::id), plan.tips().bases().stream())
            .distinct()
            .toList();
    Optional<VaultLease> reading = readingLease(uses);
    try (VaultLease writing = target.leases().acquire(Lease.Kind.BACKUP, List.of(), context)) {
      target.prepare();
      context.progress().step("copying", plan.bytes());
      Copies copies = new Copies(plan);
      copies.run(writing);
      copies.runTips(writing);
      copies.runJournal(writing);
      return new CopyReport(
          plan.mode(),
          plan.target(),
          copies.done,
          plan.present(),
          copies.failed,
          new CopyReport.Written(copies.tips, copies.journal, copies.bytes.sum()),
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
        case STORE, STORE_FULL, PERMISSION -> {
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
    private long tips;
    private long journal;

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
          if (!e.failure().isOfOneManifest() && e.failure() != Failure.BACKUP_NOT_FOUND) {
            throw e;
          }
          fail(manifest.id(), e.getMessage());
        }
      }
    }

    /** Of backups that are there; what is damaged keeps no other from being copied. */
    void runTips(VaultLease lease) {
      for (BackupId base : plan.tips().bases()) {
        if (!there.contains(base)) {
          continue;
        }
        lease.check();
        try {
          CopiedDocuments copied = target.copyTips(base, context.cancellation());
          tips += copied.count();
          bytes.add(copied.bytes());
        } catch (BackupException e) {
          if (!e.failure().isOfOneManifest()) {
            throw e;
          }
          fail(base, "its tips: " + e.getMessage());
        }
      }
    }

    /** What is damaged keeps no other epoch from being copied. */
    void runJournal(VaultLease lease) {
      for (EpochId epoch : plan.journal().epochs()) {
        lease.check();
        try {
          CopiedDocuments copied = target.copyJournal(epoch, context.cancellation());
          journal += copied.count();
          bytes.add(copied.bytes());
        } catch (BackupException e) {
          if (!e.failure().isOfOneManifest()) {
            throw e;
          }
          fail(new BackupId(epoch.value()), "this epoch of the journal: " + e.getMessage());
        }
      }
    }

    private void fail(BackupId id, String message) {
      failed.add(new Failed(id, message));
    }

    /** Objects first, the manifest last, as when the backup was made. */
    private void copy(Manifest manifest, VaultLease lease) {
      BackupCopy copy = target.begin(manifest, lease);
      List<Workers.Task> tasks =
          manifest
              .parts()
              .<Workers.Task>map(
                  object ->
                      stop -> {
                        bytes.add(copy.copy(object, stop));
                        context.progress().advanced(0, object.storedBytes());
                      })
              .toList();
      Workers.run(plan.jobs(), context.cancellation(), tasks);
      copy.commit();
    }
  }
}
