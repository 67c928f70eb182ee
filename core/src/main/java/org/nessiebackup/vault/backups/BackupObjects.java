package org.nessiebackup.vault.backups;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.ListResult;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;

/**
 * What a listing says of a backup.
 *
 * @param manifests the objects that its manifest is read from, all revisions
 */
record BackupObjects(BackupId id, List<StoredObject> manifests) {
  /**
   * All that have a manifest, or may have one: in a folder that may not be read, or where something
   * else lies in its place. The latter are told from unfinished ones when they are read.
   */
  static NavigableMap<BackupId, BackupObjects> of(ObjectStore store) throws IOException {
    NavigableMap<BackupId, BackupObjects> listed = new TreeMap<>();
    ListResult there = store.survey(Layout.BACKUPS);
    Stream.concat(
            there.gaps().stream().map(ListResult.Gap::name),
            there.objects().stream().map(StoredObject::name))
        .flatMap(name -> Layout.backupOf(name).stream())
        .forEach(
            id -> listed.computeIfAbsent(id, each -> new BackupObjects(each, new ArrayList<>())));
    for (StoredObject object : there.objects()) {
      if (Layout.isManifest(object.name())) {
        Layout.backupOf(object.name()).ifPresent(id -> listed.get(id).manifests().add(object));
      }
    }
    return listed;
  }

  /** When the store wrote the manifest. */
  Instant written() {
    return manifests.stream()
        .filter(object -> Layout.ofManifest(object.name()).isPresent())
        .findFirst()
        .map(StoredObject::modified)
        .orElse(Instant.MIN);
  }
}
