package org.nessiebackup.vault.tip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.SegmentDictionary;

/**
 * Each commit repeats most of the one before it on its branch. So objects are compressed with the
 * dictionary of the backup, if it has one that can be read, and those of the latest tips. Whoever
 * needs a tip's objects needs those of all tips before anyway.
 */
final class ObjectHistory implements RowHistory {
  /** The rows of a tip. */
  private record Remembered(long number, SegmentDictionary rows) {}

  private final Optional<Backup> backup;
  private final Deque<Remembered> latest = new ArrayDeque<>();
  private long bytes;

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
    if (backup.isEmpty() && latest.isEmpty()) {
      return Choice.NOTHING;
    }
    Optional<TipRows.Dictionary.Range> range =
        latest.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TipRows.Dictionary.Range(
                    latest.getFirst().number(), latest.getLast().number()));
    List<SegmentDictionary> rows = new ArrayList<>();
    backup.map(Backup::rows).ifPresent(rows::add);
    latest.forEach(each -> rows.add(each.rows()));
    return new Choice(
        Optional.of(new TipRows.Dictionary(backup.map(Backup::id), range)),
        Optional.of(SegmentDictionary.joined(rows)));
  }

  @Override
  public void published(long number, TipRows stored, Optional<SegmentDictionary> rows) {
    if (rows.isEmpty()) {
      // What follows could not say what it needs without what is in between.
      latest.clear();
      bytes = 0;
      return;
    }
    latest.addLast(new Remembered(number, rows.get()));
    bytes += rows.get().length();
    while (bytes > LARGEST) {
      bytes -= latest.removeFirst().rows().length();
    }
  }
}
