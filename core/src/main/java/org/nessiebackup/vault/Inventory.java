package org.nessiebackup.vault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;

/**
 * What lies in a vault, from listings alone.
 *
 * @param folders the folders of backups, oldest first, those without a manifest included
 * @param probes what was left when somebody checked that the vault can be written
 * @param uploads uploads that are no objects, those at work included
 * @param objects how many objects there are
 * @param bytes their size
 */
public record Inventory(
    List<Folder> folders,
    List<StoredObject> probes,
    List<UnfinishedUpload> uploads,
    long objects,
    long bytes) {
  /** Takes its own copies of the lists. */
  public Inventory {
    folders = List.copyOf(folders);
    probes = List.copyOf(probes);
    uploads = List.copyOf(uploads);
  }

  /**
   * The objects of a backup, or of what was going to be one.
   *
   * @param id its name
   * @param objects at least one
   */
  public record Folder(BackupId id, List<StoredObject> objects) {
    /** Takes its own copy of the list. */
    public Folder {
      objects = List.copyOf(objects);
    }

    /** Whether there is a manifest, or a void document in its place. */
    public boolean listed() {
      return objects.stream().anyMatch(object -> object.name().equals(Layout.manifest(id)));
    }

    /** Everything but what lies in the manifest's place. */
    public List<StoredObject> others() {
      return objects.stream().filter(object -> !object.name().equals(Layout.manifest(id))).toList();
    }

    /** When something was last added to it, by the store's clock. */
    public Instant newest() {
      return objects.stream().map(StoredObject::modified).max(Instant::compareTo).orElseThrow();
    }

    /** The size of all objects. */
    public long bytes() {
      return objects.stream().mapToLong(StoredObject::size).sum();
    }
  }

  static Inventory of(List<StoredObject> objects, List<UnfinishedUpload> uploads) {
    NavigableMap<BackupId, List<StoredObject>> folders = new TreeMap<>();
    List<StoredObject> probes = new ArrayList<>();
    for (StoredObject object : objects) {
      Optional<BackupId> id = Layout.folderOf(Layout.BACKUPS, object.name());
      id.ifPresent(each -> folders.computeIfAbsent(each, key -> new ArrayList<>()).add(object));
      if (object.name().startsWith(Layout.PROBES)) {
        probes.add(object);
      }
    }
    return new Inventory(
        folders.entrySet().stream()
            .map(folder -> new Folder(folder.getKey(), folder.getValue()))
            .toList(),
        probes,
        uploads,
        objects.size(),
        objects.stream().mapToLong(StoredObject::size).sum());
  }
}
