package org.nessiebackup.vault.record;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.store.ListResult;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.record.Records.Stored;

/** Results of verifications. */
public final class Verifications {
  private final Records<VerificationRecord> records;

  /** By a clock: a record that is yet to come is believed only in that something was wrong. */
  public Verifications(ObjectStore store, InstantSource clock, Memory memory) {
    this.records = new Records<>(store, clock, memory, Layout.CHECKS, VerificationRecord.class);
  }

  /** Writes a record down. */
  public void add(VerificationRecord record) {
    records.add(record);
  }

  /**
   * Writes down what was found of a backup. Where the vault cannot be written, that is a warning:
   * somebody who may only read it verifies just as well.
   *
   * @return whether it is written down
   */
  public boolean note(
      BackupId backup, VerificationRecord.Depth depth, long findings, WorkContext context) {
    try {
      add(
          new VerificationRecord(
              backup,
              context.clock().instant(),
              depth,
              findings == 0,
              Math.toIntExact(Math.min(findings, Integer.MAX_VALUE)),
              context.tool()));
      return true;
    } catch (BackupException e) {
      context.progress().warning("the result is not written down: " + e.getMessage());
      return false;
    }
  }

  /** The newest record of every backup that was ever verified. */
  public Map<BackupId, VerificationRecord> newest() {
    return newest(read());
  }

  private Map<BackupId, VerificationRecord> newest(
      Map<BackupId, List<Stored<VerificationRecord>>> all) {
    Map<BackupId, VerificationRecord> newest = new TreeMap<>();
    all.forEach(
        (id, each) -> {
          if (!records.ahead(each.getLast())) {
            newest.put(id, each.getLast().record());
          }
        });
    return newest;
  }

  /**
   * What the records say of all backups.
   *
   * @param newest the newest record of every backup that was ever verified
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
    Map<BackupId, List<Stored<VerificationRecord>>> all = read();
    long ahead = all.values().stream().flatMap(List::stream).filter(records::ahead).count();
    return new Summary(newest(all), doubted(all), (int) ahead);
  }

  /**
   * Backups in which somebody has found damage, and nobody has found them sound later by a
   * verification that is as thorough.
   */
  public Set<BackupId> doubted() {
    return doubted(read());
  }

  private Set<BackupId> doubted(Map<BackupId, List<Stored<VerificationRecord>>> all) {
    Set<BackupId> doubted = new TreeSet<>();
    all.forEach(
        (id, each) -> {
          if (valid(each).stream().anyMatch(stored -> !stored.record().sound())) {
            doubted.add(id);
          }
        });
    return doubted;
  }

  /** Backups of which nobody can know here what was found: their records may not be read. */
  public Set<BackupId> unseen() {
    Set<BackupId> unseen = new TreeSet<>();
    for (ListResult.Gap gap : records.listing().gaps()) {
      Layout.checked(gap.name()).ifPresent(unseen::add);
    }
    return unseen;
  }

  /**
   * What may go: records of backups that do not stay, and those after which somebody has verified
   * as thoroughly again. The newest of all stays in any case, because it says when somebody did.
   */
  public List<StoredObject> obsolete(Set<BackupId> staying) {
    Map<BackupId, List<Stored<VerificationRecord>>> all = read();
    Set<String> kept = new HashSet<>();
    all.forEach(
        (id, each) -> {
          if (staying.contains(id)) {
            valid(each).forEach(stored -> kept.add(stored.object().name()));
          }
        });
    records
        .newest(all.values().stream().map(List::getLast))
        .ifPresent(newest -> kept.add(newest.object().name()));
    Set<String> known = new HashSet<>();
    all.values().forEach(each -> each.forEach(stored -> known.add(stored.object().name())));
    return records.objects().stream()
        .filter(object -> !kept.contains(object.name()))
        .filter(
            object -> known.contains(object.name()) || !staying.contains(records.backup(object)))
        .toList();
  }

  /**
   * Those after which nobody has verified as thoroughly, newest first. Nothing good is believed of
   * a record that is yet to come.
   */
  private List<Stored<VerificationRecord>> valid(List<Stored<VerificationRecord>> oldestFirst) {
    List<Stored<VerificationRecord>> valid = new ArrayList<>();
    for (Stored<VerificationRecord> stored : oldestFirst.reversed()) {
      VerificationRecord.Depth depth = stored.record().depth();
      if (records.ahead(stored) && stored.record().sound()) {
        continue;
      }
      if (valid.stream().noneMatch(later -> later.record().depth().compareTo(depth) >= 0)) {
        valid.add(stored);
      }
    }
    return valid;
  }

  /** The records of each backup, oldest first; those that are yet to come before all others. */
  private NavigableMap<BackupId, List<Stored<VerificationRecord>>> read() {
    NavigableMap<BackupId, List<Stored<VerificationRecord>>> all = records.byBackup();
    all.values()
        .forEach(
            each ->
                each.sort(
                    Comparator.comparing(
                            (Stored<VerificationRecord> stored) -> !records.ahead(stored))
                        .thenComparing(stored -> stored.record().at())));
    return all;
  }
}
