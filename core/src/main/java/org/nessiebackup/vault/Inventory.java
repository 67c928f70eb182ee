package org.nessiebackup.vault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.Tombstone;
import org.nessiebackup.store.ListedStore;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.object.FolderTotals;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.object.NumberedFolders;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.Sight;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * What lies in a vault, as far as listings and tombstones say.
 *
 * @param folders the folders of backups, oldest first, those without a manifest included
 * @param tips the tips of each backup, whether or not that exists
 * @param journal the epochs of the journal, whether or not these have a document
 * @param probes what was left when somebody checked that the vault can be written
 * @param uploads uploads that are no objects
 * @param size how much all of it is
 */
public record Inventory(
    List<Folder> folders,
    NavigableMap<BackupId, StoredTips> tips,
    NavigableMap<EpochId, StoredJournal> journal,
    List<StoredObject> probes,
    Uploads uploads,
    Size size) {
  private static final int LARGEST_TOMBSTONE = 4096;

  /** Takes its own copies of the lists. */
  public Inventory {
    folders = List.copyOf(folders);
    tips = Collections.unmodifiableNavigableMap(new TreeMap<>(tips));
    journal = Collections.unmodifiableNavigableMap(new TreeMap<>(journal));
    probes = List.copyOf(probes);
  }

  /**
   * Uploads that are no objects.
   *
   * @param found those there are, those at work included
   * @param hidden why they could not be listed, which takes a permission of its own in a bucket
   */
  public record Uploads(List<UnfinishedUpload> found, Optional<String> hidden) {
    /** Takes its own copy of the list. */
    public Uploads {
      found = List.copyOf(found);
    }
  }

  /**
   * How much there is in the folders that a vault has, whoever has put it there. What others keep
   * beside them is not counted.
   *
   * @param objects how many objects
   * @param bytes their size
   */
  public record Size(long objects, long bytes) {
    static Size of(List<StoredObject> objects) {
      return new Size(objects.size(), objects.stream().mapToLong(StoredObject::size).sum());
    }

    static Size of(Map<String, FolderTotals> folders) {
      return new Size(
          folders.values().stream().mapToLong(FolderTotals::objects).sum(),
          folders.values().stream().mapToLong(FolderTotals::bytes).sum());
    }

    Size plus(Size other) {
      return new Size(objects + other.objects, bytes + other.bytes);
    }
  }

  /**
   * The objects of a backup, or of what was going to be one.
   *
   * @param id its name
   * @param objects at least one
   * @param tombstone since when a tombstone lies in the place of its manifest; absent if none does
   */
  public record Folder(BackupId id, List<StoredObject> objects, Optional<Instant> tombstone) {
    /** Takes its own copy of the list. */
    public Folder {
      objects = List.copyOf(objects);
    }

    /** Whether there is a manifest, or a tombstone in its place. */
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

  static Inventory of(ObjectStore store, Sight sight) throws IOException {
    List<StoredObject> objects =
        (store instanceof ListedStore listed ? listed : ListedStore.of(store, Layout.LISTED))
            .listed();
    NavigableMap<String, FolderTotals> tips = NumberedFolders.tips(store, sight).visible();
    NavigableMap<String, FolderTotals> journal = NumberedFolders.journal(store, sight).visible();
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
        ParallelReader.map(
            List.copyOf(folders.entrySet()),
            folder ->
                new Folder(
                    folder.getKey(),
                    folder.getValue(),
                    tombstone(store, sight.memory(), folder.getValue()))),
        StoredTips.in(tips),
        StoredJournal.in(objects, journal),
        probes,
        uploads(store),
        Size.of(objects).plus(Size.of(tips)).plus(Size.of(journal)));
  }

  /** Many a server does not list them, or not to everybody; all else can be known without them. */
  private static Uploads uploads(ObjectStore store) throws IOException {
    try {
      return new Uploads(store.unfinished(), Optional.empty());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return new Uploads(List.of(), Optional.of(e.getMessage()));
    }
  }

  /** Manifests are larger, and not read for this. */
  private static Optional<Instant> tombstone(
      ObjectStore store, Memory memory, List<StoredObject> objects) {
    return objects.stream()
        .filter(object -> object.size() <= LARGEST_TOMBSTONE)
        .filter(object -> Layout.ofManifest(object.name()).isPresent())
        .findFirst()
        .flatMap(
            object ->
                memory
                    .of(
                        Read.class,
                        object,
                        () -> new Read(tombstone(store, object.name())),
                        read -> true)
                    .tombstone());
  }

  /** What lies in the place of a manifest; nothing is written there twice. */
  private record Read(Optional<Instant> tombstone) {}

  private static Optional<Instant> tombstone(ObjectStore store, String name) {
    try {
      return Optional.of(SmallObjects.read(store, name, Tombstone.class).content().created());
    } catch (NoSuchObjectException | BackupException manifest) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }
}
