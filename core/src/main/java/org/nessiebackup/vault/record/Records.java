package org.nessiebackup.vault.record;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.BackupRecord;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.store.ListResult;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.object.ParallelReader;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Records of one kind. One that is yet to come by the clock has come from a wrong one; one that
 * cannot be read is passed over, since newer programs find out more than this one knows.
 */
record Records<T extends BackupRecord>(
    ObjectStore store, InstantSource clock, Memory memory, String folder, Class<T> type) {
  /** A record, and the object that holds it. */
  record Stored<T>(StoredObject object, T record) {}

  /** What an object has said. */
  private record Read(Optional<BackupRecord> record) {}

  void add(T record) {
    String name = Layout.record(folder, record.backup(), record.at());
    try {
      SmallObjects.put(store, name, Documents.write(record));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + name + "\"", store);
    }
  }

  /** Those that can be read and lie where they belong. */
  List<Stored<T>> all() {
    return ParallelReader.map(objects(), this::read).stream().flatMap(Optional::stream).toList();
  }

  /** The same by backup. */
  NavigableMap<BackupId, List<Stored<T>>> byBackup() {
    return all().stream()
        .collect(
            Collectors.groupingBy(
                each -> each.record().backup(),
                TreeMap::new,
                Collectors.toCollection(ArrayList::new)));
  }

  private Optional<Stored<T>> read(StoredObject object) {
    return memory
        .of(
            Read.class,
            object,
            () -> new Read(SmallObjects.find(store, object.name(), type).map(record -> record)),
            read -> read.record().isPresent())
        .record()
        .map(type::cast)
        .filter(record -> record.backup().equals(backup(object)))
        .map(record -> new Stored<>(object, record));
  }

  /** All objects in their folder, whether or not they can be read. */
  List<StoredObject> objects() {
    return listing().objects().stream()
        .filter(object -> Layout.folderOf(folder, object.name()).isPresent())
        .toList();
  }

  ListResult listing() {
    try {
      return store.survey(folder);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the records below \"" + folder + "\"", store);
    }
  }

  /** The backup that an object of {@link #objects} is about. */
  BackupId backup(StoredObject object) {
    return Layout.folderOf(folder, object.name()).orElseThrow();
  }

  boolean ahead(Stored<T> stored) {
    return BackupClocks.ahead(stored.record().at(), clock.instant());
  }

  /** The newest that is not yet to come. */
  Optional<Stored<T>> newest(Stream<Stored<T>> some) {
    return some.filter(each -> !ahead(each)).max(Comparator.comparing(each -> each.record().at()));
  }
}
