package org.nessiebackup.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.Listing;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;

/** What came of looking whether backups are whole. */
public final class Verifications {
  private final ObjectStore store;

  Verifications(ObjectStore store) {
    this.store = store;
  }

  /** Writes a record down. */
  public void add(VerificationRecord record) {
    String name = Layout.check(record.backup(), record.verified());
    try {
      SmallObjects.put(store, name, Documents.write(record));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + name + "\"", store);
    }
  }

  /** What was found last of every backup that somebody has looked at. */
  public Map<BackupId, VerificationRecord> newest() {
    Map<BackupId, VerificationRecord> newest = new TreeMap<>();
    read().forEach((id, records) -> newest.put(id, records.getLast().record()));
    return newest;
  }

  /**
   * Backups in which somebody has found damage, and nobody has found them sound later by a look
   * that is as thorough.
   */
  public Set<BackupId> doubted() {
    Set<BackupId> doubted = new TreeSet<>();
    read()
        .forEach(
            (id, records) -> {
              if (valid(records).stream().anyMatch(stored -> !stored.record().sound())) {
                doubted.add(id);
              }
            });
    return doubted;
  }

  /** Backups of which nobody can tell here what was found: their records may not be looked at. */
  public Set<BackupId> unseen() {
    try {
      Set<BackupId> unseen = new TreeSet<>();
      for (Listing.Gap gap : store.survey(Layout.CHECKS).gaps()) {
        Layout.checked(gap.name()).ifPresent(unseen::add);
      }
      return unseen;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the verification records", store);
    }
  }

  /**
   * What may go: records of backups that do not stay, and those after which somebody has looked as
   * thoroughly again. The newest of all stays in any case, because it tells when somebody looked.
   */
  public List<StoredObject> obsolete(Set<BackupId> staying) {
    NavigableMap<BackupId, List<Stored>> records = read();
    Set<String> kept = new HashSet<>();
    records.forEach(
        (id, each) -> {
          if (staying.contains(id)) {
            valid(each).forEach(stored -> kept.add(stored.object().name()));
          }
        });
    records.values().stream()
        .map(List::getLast)
        .max(Comparator.comparing(stored -> stored.record().verified()))
        .ifPresent(newest -> kept.add(newest.object().name()));
    Set<String> known = new HashSet<>();
    records.values().forEach(each -> each.forEach(stored -> known.add(stored.object().name())));
    return objects().stream()
        .filter(object -> !kept.contains(object.name()))
        .filter(object -> known.contains(object.name()) || !staying.contains(backup(object)))
        .toList();
  }

  private static BackupId backup(StoredObject object) {
    return Layout.folderOf(Layout.CHECKS, object.name()).orElseThrow();
  }

  /** Those after which nobody has looked as thoroughly, newest first. */
  private static List<Stored> valid(List<Stored> oldestFirst) {
    List<Stored> valid = new ArrayList<>();
    for (Stored stored : oldestFirst.reversed()) {
      VerificationRecord.Depth depth = stored.record().depth();
      if (valid.stream().noneMatch(later -> later.record().depth().compareTo(depth) >= 0)) {
        valid.add(stored);
      }
    }
    return valid;
  }

  private record Stored(StoredObject object, VerificationRecord record) {}

  /** The records of each backup, oldest first. */
  private NavigableMap<BackupId, List<Stored>> read() {
    NavigableMap<BackupId, List<Stored>> records = new TreeMap<>();
    ParallelReading.map(objects(), this::read).stream()
        .flatMap(Optional::stream)
        .forEach(
            stored ->
                records
                    .computeIfAbsent(stored.record().backup(), id -> new ArrayList<>())
                    .add(stored));
    return Collections.unmodifiableNavigableMap(records);
  }

  /** Passes over what it cannot read: newer programs look in more ways than this one knows. */
  private Optional<Stored> read(StoredObject object) {
    String name = object.name();
    try {
      VerificationRecord record =
          Documents.read(SmallObjects.read(store, name), name, VerificationRecord.class).content();
      boolean belongsHere =
          Layout.folderOf(Layout.CHECKS, name).filter(record.backup()::equals).isPresent();
      return belongsHere ? Optional.of(new Stored(object, record)) : Optional.empty();
    } catch (NoSuchObjectException
        | AccessRefusedException
        | ObjectUnreadableException
        | BackupException unreadable) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }

  private List<StoredObject> objects() {
    try {
      return store.survey(Layout.CHECKS).objects().stream()
          .filter(object -> Layout.folderOf(Layout.CHECKS, object.name()).isPresent())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the verification records", store);
    }
  }
}
