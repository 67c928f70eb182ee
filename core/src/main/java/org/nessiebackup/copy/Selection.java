package org.nessiebackup.copy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupId;
import org.nessiebackup.copy.CopyPlan.Failed;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * The backups that are meant, with all that they build on.
 *
 * @param backups parents before what builds on them
 * @param unreadable those whose manifests cannot be read
 * @param servers where any backups of this vault came from, oldest first
 */
record Selection(List<Manifest> backups, List<Failed> unreadable, List<Source.Server> servers) {
  static Selection of(Vault source, CopyOptions options) {
    Map<BackupId, Manifest> readable = new HashMap<>();
    Map<BackupId, Failed> unreadable = new HashMap<>();
    for (BackupEntry entry : source.backups().list()) {
      switch (entry) {
        case BackupEntry.Listed listed -> readable.put(listed.id(), listed.manifest());
        case BackupEntry.Unreadable bad ->
            unreadable.put(bad.id(), new Failed(bad.id(), bad.reason().getMessage()));
      }
    }
    List<Manifest> wanted = new ArrayList<>();
    if (options.backups().isEmpty()) {
      wanted.addAll(readable.values());
    } else {
      options.backups().forEach(each -> wanted.add(source.backups().find(each)));
      unreadable.clear();
    }
    wanted.removeIf(each -> options.since().filter(each.snapshotAt()::isBefore).isPresent());
    return new Selection(
        withParents(wanted, readable),
        unreadable.values().stream()
            .sorted((one, other) -> one.id().compareTo(other.id()))
            .toList(),
        readable.values().stream()
            .sorted(Comparator.comparing(Manifest::id))
            .flatMap(each -> each.server().stream())
            .toList());
  }

  /** A parent's name is smaller than that of what builds on it. */
  private static List<Manifest> withParents(
      List<Manifest> wanted, Map<BackupId, Manifest> readable) {
    NavigableMap<BackupId, Manifest> all = new TreeMap<>();
    for (Manifest each : wanted) {
      Optional<Manifest> at = Optional.of(each);
      while (at.isPresent() && all.put(at.get().id(), at.get()) == null) {
        at = at.get().parent().map(readable::get);
      }
    }
    return List.copyOf(all.values());
  }
}
