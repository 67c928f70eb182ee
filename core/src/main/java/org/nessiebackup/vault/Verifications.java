package org.nessiebackup.vault;

import java.io.IOException;
import java.time.InstantSource;
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
import org.nessiebackup.store.ListResult;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.StoredObject;

/** What came of looking whether backups are whole. */
public final class Verifications {
  private final ObjectStore store;
  private final InstantSource clock;

  /** By a clock: a record that is yet to come is believed only in that something was wrong. */
  Verifications(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
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
    return newest(read());
  }

  private Map<BackupId, VerificationRecord> newest(Map<BackupId, List<Stored>> records) {
    Map<BackupId, VerificationRecord> newest = new TreeMap<>();
    records.forEach(
        (id, each) -> {
          if (!ahead(each.getLast())) {
            newest.put(id, each.getLast().record());
          }
        });
    return newest;
  }

  /**
   * What the records say of all backups.
   *
   * @param newest what was found last of every backup that somebody has looked at
   * @param doubted as {@link #doubted}
   * @param ahead how many records are of a moment that is yet to come
   */
  public record Summary(
      Map<BackupId, VerificationRecord> newest, Set<BackupId> doubted, int ahead) {
    /** Takes its own copies. */
    public Summary {
      newest = Map.copyOf(newest);
      doubted = Set.copyOf(doubted);
    }
  }

  /** All that the records say, read once. */
  public Summary summary() {
    NavigableMap<BackupId, List<Stored>> records = read();
    long ahead = records.values().stream().flatMap(List::stream).filter(this::ahead).count();
    return new Summary(newest(records), doubted(records), (int) ahead);
  }

  /**
   * Backups in which somebody has found damage, and nobody has found them sound later by a look
   * that is as thorough.
   */
  public Set<BackupId> doubted() {
    return doubted(read());
  }

  private Set<BackupId> doubted(Map<BackupId, List<Stored>> records) {
    Set<BackupId> doubted = new TreeSet<>();
    records.forEach(
        (id, each) -> {
          if (valid(each).stream().anyMatch(stored -> !stored.record().sound())) {
            doubted.add(id);
          }
        });
    return doubted;
  }

  /** Backups of which nobody can tell here what was found: their records may not be looked at. */
  public Set<BackupId> unseen() {
    try {
      Set<BackupId> unseen = new TreeSet<>();
      for (ListResult.Gap gap : store.survey(Layout.CHECKS).gaps()) {
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
        .filter(stored -> !ahead(stored))
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

  /**
   * Those after which nobody has looked as thoroughly, newest first. Nothing good is believed of a
   * record that is yet to come.
   */
  private List<Stored> valid(List<Stored> oldestFirst) {
    List<Stored> valid = new ArrayList<>();
    for (Stored stored : oldestFirst.reversed()) {
      VerificationRecord.Depth depth = stored.record().depth();
      if (ahead(stored) && stored.record().sound()) {
        continue;
      }
      if (valid.stream().noneMatch(later -> later.record().depth().compareTo(depth) >= 0)) {
        valid.add(stored);
      }
    }
    return valid;
  }

  private record Stored(StoredObject object, VerificationRecord record) {}

  private boolean ahead(Stored stored) {
    return BackupClocks.ahead(stored.record().verified(), clock.instant());
  }

  /** The records of each backup, oldest first; those that are yet to come before all others. */
  private NavigableMap<BackupId, List<Stored>> read() {
    NavigableMap<BackupId, List<Stored>> records = new TreeMap<>();
    ParallelReading.map(objects(), this::read).stream()
        .flatMap(Optional::stream)
        .forEach(
            stored ->
                records
                    .computeIfAbsent(stored.record().backup(), id -> new ArrayList<>())
                    .add(stored));
    records
        .values()
        .forEach(
            each ->
                each.sort(
                    Comparator.comparing((Stored stored) -> !ahead(stored))
                        .thenComparing(stored -> stored.record().verified())));
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
