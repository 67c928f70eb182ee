package org.nessiebackup.vault;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;

/** What came of rehearsing restores. */
public final class Drills {
  private final ObjectStore store;
  private final InstantSource clock;

  /** By a clock: a drill that is yet to come counts for nothing. */
  Drills(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Writes a record down. */
  public void add(DrillRecord record) {
    String name = Layout.drill(record.backup(), record.ended());
    try {
      SmallObjects.put(store, name, Documents.write(record));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot write \"" + name + "\"", store);
    }
  }

  /**
   * When a restore was last rehearsed.
   *
   * @param newest the newest drill, whatever came of it
   * @param newestPassed the newest one that has passed
   * @param ahead how many are of a moment that is yet to come, and count for nothing
   */
  public record History(
      Optional<DrillRecord> newest, Optional<DrillRecord> newestPassed, int ahead) {}

  /** The newest drills, with any backup: those may be gone. */
  public History history() {
    List<Stored> all = read();
    return new History(
        newest(all).map(Stored::record),
        newest(all.stream().filter(each -> each.record().passed()).toList()).map(Stored::record),
        (int) all.stream().filter(this::ahead).count());
  }

  /**
   * What may go: records of backups that do not stay, and all but the newest of the others. The
   * newest of all, and the newest that has passed, stay in any case.
   */
  public List<StoredObject> obsolete(Set<BackupId> staying) {
    List<Stored> all = read();
    Map<BackupId, List<Stored>> byBackup = new TreeMap<>();
    all.forEach(
        each ->
            byBackup.computeIfAbsent(each.record().backup(), id -> new ArrayList<>()).add(each));
    Set<String> kept = new HashSet<>();
    byBackup.forEach(
        (id, each) -> {
          if (staying.contains(id)) {
            newest(each).ifPresent(stored -> kept.add(stored.object().name()));
          }
        });
    newest(all).ifPresent(stored -> kept.add(stored.object().name()));
    newest(all.stream().filter(each -> each.record().passed()).toList())
        .ifPresent(stored -> kept.add(stored.object().name()));
    return all.stream()
        .map(Stored::object)
        .filter(object -> !kept.contains(object.name()))
        .toList();
  }

  private record Stored(StoredObject object, DrillRecord record) {}

  private Optional<Stored> newest(List<Stored> stored) {
    return stored.stream()
        .filter(each -> !ahead(each))
        .max(Comparator.comparing(each -> each.record().ended()));
  }

  private boolean ahead(Stored stored) {
    return BackupClocks.ahead(stored.record().ended(), clock.instant());
  }

  private List<Stored> read() {
    return ParallelReading.map(objects(), this::read).stream().flatMap(Optional::stream).toList();
  }

  /** Passes over what it cannot read: newer programs prove in more ways than this one knows. */
  private Optional<Stored> read(StoredObject object) {
    String name = object.name();
    try {
      DrillRecord record =
          Documents.read(SmallObjects.read(store, name), name, DrillRecord.class).content();
      boolean belongsHere =
          Layout.folderOf(Layout.DRILLS, name).filter(record.backup()::equals).isPresent();
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
      return store.survey(Layout.DRILLS).objects().stream()
          .filter(object -> Layout.folderOf(Layout.DRILLS, object.name()).isPresent())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot list the records of drills", store);
    }
  }
}
