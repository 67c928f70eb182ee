package org.nessiebackup.vault.record;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.record.Records.Stored;

/** Results of rehearsed restores. */
public final class Drills {
  private final Records<DrillRecord> records;

  /** By a clock: a drill that is yet to come counts for nothing. */
  public Drills(ObjectStore store, InstantSource clock, Memory memory) {
    this.records = new Records<>(store, clock, memory, Layout.DRILLS, DrillRecord.class);
  }

  /** Writes a record down. */
  public void add(DrillRecord record) {
    records.add(record);
  }

  /**
   * When a restore was last rehearsed.
   *
   * @param newest the newest drill, passed or not
   * @param newestPassed the newest one that has passed
   * @param ahead how many are of a moment that is yet to come, and count for nothing
   */
  public record History(
      Optional<DrillRecord> newest, Optional<DrillRecord> newestPassed, int ahead) {}

  /** The newest drills, with any backup: those may be gone. */
  public History history() {
    List<Stored<DrillRecord>> all = records.all();
    return new History(
        records.newest(all.stream()).map(Stored::record),
        newestPassed(all).map(Stored::record),
        (int) all.stream().filter(records::ahead).count());
  }

  /** The newest drill with each backup that one was held with; none that is yet to come. */
  public Map<BackupId, DrillRecord> newest() {
    Map<BackupId, DrillRecord> newest = new TreeMap<>();
    records.all().stream()
        .filter(each -> !records.ahead(each))
        .map(Stored::record)
        .forEach(
            each ->
                newest.merge(
                    each.backup(),
                    each,
                    BinaryOperator.maxBy(Comparator.comparing(DrillRecord::ended))));
    return newest;
  }

  private Optional<Stored<DrillRecord>> newestPassed(List<Stored<DrillRecord>> all) {
    return records.newest(all.stream().filter(each -> each.record().passed()));
  }

  /**
   * What may go: records of backups that do not stay, and all but the newest of the others. The
   * newest of all, and the newest that has passed, stay in any case.
   */
  public List<StoredObject> obsolete(Set<BackupId> staying) {
    List<Stored<DrillRecord>> all = records.all();
    Set<Stored<DrillRecord>> kept = new HashSet<>();
    for (BackupId id : staying) {
      records
          .newest(all.stream().filter(each -> each.record().backup().equals(id)))
          .ifPresent(kept::add);
    }
    records.newest(all.stream()).ifPresent(kept::add);
    newestPassed(all).ifPresent(kept::add);
    return all.stream().filter(each -> !kept.contains(each)).map(Stored::object).toList();
  }
}
