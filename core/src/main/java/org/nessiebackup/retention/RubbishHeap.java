package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.retention.PrunePlan.Kind;
import org.nessiebackup.retention.PrunePlan.Rubbish;
import org.nessiebackup.vault.Cleared;
import org.nessiebackup.vault.Clearing;
import org.nessiebackup.vault.HeldLease;
import org.nessiebackup.vault.Inventory;
import org.nessiebackup.vault.Vault;

/** What is no part of a backup, and how it is cleared. */
final class RubbishHeap {
  /** How long somebody may be at work on something without adding to it. */
  private static final Duration GRACE = Duration.ofHours(24);

  /** How long a writer may be paused and still find out that it was given up. */
  private static final Duration VOID_STAYS = Duration.ofDays(7);

  /** How a piece is cleared. */
  @FunctionalInterface
  private interface Work {
    Cleared with(Clearing clearing);
  }

  private final Vault vault;
  private final WorkContext context;
  private final Instant now;
  private final Map<Rubbish, Work> pieces = new LinkedHashMap<>();

  RubbishHeap(
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
    addLeases(leases);
  }

  List<Rubbish> rubbish() {
    return List.copyOf(pieces.keySet());
  }

  Cleared clear(Rubbish rubbish, Clearing clearing) {
    return pieces.get(rubbish).with(clearing);
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
        // Those that were removed in part look the same; a fence does no harm there.
        add(
            new Rubbish(
                Kind.UNFINISHED_BACKUP,
                id.value(),
                folder.bytes(),
                folder.newest(),
                olderThan(GRACE, folder.newest())),
            clearing -> clearing.unfinished(id, now, context.tool()));
      } else if (folder.voided().isPresent() && !folder.others().isEmpty()) {
        long bytes = folder.others().stream().mapToLong(object -> object.size()).sum();
        add(
            new Rubbish(Kind.LEFTOVER, id.value(), bytes, folder.newest(), true),
            clearing -> clearing.besideVoid(id));
      } else if (folder.voided().isPresent()) {
        Instant since = folder.voided().get();
        add(
            new Rubbish(Kind.VOID, id.value(), folder.bytes(), since, olderThan(VOID_STAYS, since)),
            clearing -> clearing.voidOf(id));
      }
    }
  }

  private void addUploadsAndProbes(Inventory inventory) {
    inventory
        .uploads()
        .forEach(
            upload ->
                add(
                    new Rubbish(
                        Kind.UPLOAD,
                        upload.name() + " (" + upload.handle() + ")",
                        0,
                        upload.begun(),
                        olderThan(GRACE, upload.begun())),
                    clearing -> clearing.upload(upload)));
    inventory
        .probes()
        .forEach(
            probe ->
                add(
                    new Rubbish(
                        Kind.PROBE,
                        probe.name(),
                        probe.size(),
                        probe.modified(),
                        olderThan(GRACE, probe.modified())),
                    clearing -> clearing.object(probe.name())));
  }

  private void addNotes(Set<BackupId> staying) {
    Stream.concat(
            vault.verifications().obsolete(staying).stream(),
            vault.drills().obsolete(staying).stream())
        .forEach(
            note ->
                add(
                    new Rubbish(Kind.NOTE, note.name(), note.size(), note.modified(), true),
                    clearing -> clearing.object(note.name())));
  }

  private void addLeases(List<HeldLease> leases) {
    leases.stream()
        .filter(lease -> !lease.live(now))
        .forEach(
            lease ->
                add(
                    new Rubbish(Kind.LEASE, lease.series(), 0, lease.lease().expires(), true),
                    clearing -> {
                      vault.leases().remove(lease);
                      return new Cleared(1, 0, List.of());
                    }));
  }

  private void add(Rubbish rubbish, Work work) {
    pieces.put(rubbish, work);
  }

  private boolean olderThan(Duration age, Instant moment) {
    return moment.plus(age).isBefore(now);
  }
}
