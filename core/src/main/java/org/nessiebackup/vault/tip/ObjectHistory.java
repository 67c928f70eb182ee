package org.nessiebackup.vault.tip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.StreamHistory;

/**
 * Each commit repeats most of the one before it on its branch. So objects are compressed with the
 * dictionary of the backup, if it has one that can be read, and those of the latest tips. Whoever
 * needs a tip's objects needs those of all tips before anyway.
 */
final class ObjectHistory implements RowHistory {
  private final Optional<Backup> backup;
  private final StreamHistory latest = new StreamHistory(LARGEST);

  /**
   * The dictionary of a backup.
   *
   * @param id the backup that has it
   * @param rows its rows
   */
  public record Backup(BackupId id, SegmentDictionary rows) {}

  ObjectHistory(Optional<Backup> backup) {
    this.backup = backup;
  }

  @Override
  public Choice next() {
    OptionalLong first = latest.first();
    if (backup.isEmpty() && first.isEmpty()) {
      return Choice.NOTHING;
    }
    Optional<TipRows.Dictionary.Range> range =
        first.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TipRows.Dictionary.Range(first.getAsLong(), latest.last().orElseThrow()));
    List<SegmentDictionary> rows = new ArrayList<>();
    backup.map(Backup::rows).ifPresent(rows::add);
    latest.all().ifPresent(rows::add);
    return new Choice(
        Optional.of(new TipRows.Dictionary(backup.map(Backup::id), range)),
        Optional.of(SegmentDictionary.joined(rows)));
  }

  @Override
  public void published(long number, TipRows stored, Optional<SegmentDictionary> rows) {
    if (rows.isEmpty()) {
      // What follows could not say what it needs without what is in between.
      latest.clear();
      return;
    }
    latest.add(number, rows.get());
  }
}
