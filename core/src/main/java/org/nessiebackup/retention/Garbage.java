package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retention.PrunePlan.Kind;
import org.nessiebackup.retention.PrunePlan.Orphan;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.vault.Deletion;
import org.nessiebackup.vault.DeletionResult;
import org.nessiebackup.vault.Inventory;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.lease.HeldLease;

/** What is no part of a backup, and how it is removed. */
final class Garbage {
  /** How long somebody may be at work on something without adding to it. */
  private static final Duration GRACE = Duration.ofHours(24);

  /** How long a writer may be paused and still find out that it was given up. */
  private static final Duration TOMBSTONE_STAYS = Duration.ofDays(7);

  /** What records of runs that are long over are called together: there may be thousands. */
  private static final String RUNS = "records of runs";

  /** How an orphan is removed. */
  @FunctionalInterface
  private interface Removal {
    DeletionResult with(Deletion deletion);
  }

  private final Vault vault;
  private final WorkContext context;
  private final Instant now;
  private final Map<Orphan, Removal> orphans = new LinkedHashMap<>();

  Garbage(
      Vault vault,
      Inventory inventory,
      Set<BackupId> staying,
      List<HeldLease> leases,
      WorkContext context) {
    this.vault = vault;
    this.context = context;
    this.now = context.clock().instant();
    addFolders(inventory, staying);
    addUploadsAndProbes(inventory);
    addNotes(staying);
    addRuns();
    addLeases(leases);
  }

  List<Orphan> orphans() {
    return List.copyOf(orphans.keySet());
  }

  DeletionResult remove(Orphan orphan, Deletion deletion) {
    return orphans.get(orphan).with(deletion);
  }

  private void addFolders(Inventory inventory, Set<BackupId> staying) {
    for (Inventory.Folder folder : inventory.folders()) {
      BackupId id = folder.id();
      if (!folder.listed() && staying.contains(id)) {
        // Something else lies in the place of its manifest: it cannot be read, and is not
        // unfinished.
        continue;
      }
      if (!folder.listed()) {
        // Those that were removed in part look the same; a tombstone does no harm there.
        add(
            new Orphan(
                Kind.UNFINISHED_BACKUP,
                id.value(),
                folder.bytes(),
                folder.newest(),
                olderThan(GRACE, folder.newest())),
            deletion -> deletion.unfinished(id, now, context.tool()));
      } else if (folder.tombstone().isPresent() && !folder.others().isEmpty()) {
        long bytes = folder.others().stream().mapToLong(object -> object.size()).sum();
        add(
            new Orphan(Kind.LEFTOVER, id.value(), bytes, folder.newest(), true),
            deletion -> deletion.besideTombstone(id));
      } else if (folder.tombstone().isPresent()) {
        Instant since = folder.tombstone().get();
        add(
            new Orphan(
                Kind.VOID, id.value(), folder.bytes(), since, olderThan(TOMBSTONE_STAYS, since)),
            deletion -> deletion.tombstone(id));
      }
    }
  }

  private void addUploadsAndProbes(Inventory inventory) {
    for (UnfinishedUpload upload : inventory.uploads().found()) {
      String name = upload.name() + " (" + upload.handle() + ")";
      boolean due = olderThan(GRACE, upload.begun());
      add(
          new Orphan(Kind.UPLOAD, name, 0, upload.begun(), due),
          deletion -> deletion.upload(upload));
    }
    for (StoredObject probe : inventory.probes()) {
      boolean due = olderThan(GRACE, probe.modified());
      add(
          new Orphan(Kind.PROBE, probe.name(), probe.size(), probe.modified(), due),
          deletion -> deletion.object(probe.name()));
    }
  }

  private void addNotes(Set<BackupId> staying) {
    List<StoredObject> notes = new ArrayList<>(vault.verifications().obsolete(staying));
    notes.addAll(vault.drills().obsolete(staying));
    notes.addAll(vault.proofs().obsolete());
    notes.addAll(vault.shards().obsolete(now));
    for (StoredObject note : notes) {
      add(
          new Orphan(Kind.NOTE, note.name(), note.size(), note.modified(), true),
          deletion -> deletion.object(note.name()));
    }
  }

  private void addRuns() {
    List<StoredObject> records = vault.runs().obsolete(now);
    if (!records.isEmpty()) {
      add(
          new Orphan(
              Kind.NOTE,
              RUNS,
              records.stream().mapToLong(StoredObject::size).sum(),
              records.getLast().modified(),
              true),
          deletion ->
              records.stream()
                  .map(record -> deletion.object(record.name()))
                  .reduce(DeletionResult.NOTHING, DeletionResult::plus));
    }
  }

  private void addLeases(List<HeldLease> leases) {
    for (HeldLease lease : leases) {
      if (!lease.live(now)) {
        add(
            new Orphan(Kind.LEASE, lease.name(), 0, lease.lease().expires(), true),
            deletion -> {
              vault.leases().remove(lease);
              return new DeletionResult(1, 0, List.of());
            });
      }
    }
  }

  /** Tips of backups that there are not. */
  void addTips(TipRetention tips, Set<BackupId> there) {
    tips.orphans(there)
        .forEach(
            (base, stored) ->
                add(
                    new Orphan(
                        Kind.TIPS, base.value(), stored.bytes(), stored.newest(), tips.due(stored)),
                    deletion -> deletion.tips(base)));
  }

  /** Files of epochs that there are not. */
  void addJournal(JournalRetention journal) {
    journal
        .orphans()
        .forEach(
            (epoch, stored) ->
                add(
                    new Orphan(
                        Kind.JOURNAL,
                        epoch.value(),
                        stored.bytes(),
                        stored.newest(),
                        journal.due(stored)),
                    deletion -> deletion.journal(epoch)));
  }

  private void add(Orphan orphan, Removal removal) {
    orphans.put(orphan, removal);
  }

  private boolean olderThan(Duration age, Instant moment) {
    return moment.plus(age).isBefore(now);
  }
}
