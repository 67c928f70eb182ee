package org.nessiebackup.vault.journal;

import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.StreamHistory;

/**
 * What the rows of the next file are compressed with: those of the files from the last on that
 * stands alone. So a reader can begin there, wherever it wants to begin. A writer that may not read
 * what it has stored remembers it, as long as it runs.
 */
final class FileHistory {
  /** More is not remembered, in bytes: half of what a reader must be able to. */
  static final int LARGEST = (int) (JournalRows.MOST_OF_DICTIONARY / 2);

  private final StreamHistory streams = new StreamHistory();

  /** How a file says it. */
  Optional<JournalRows.Range> described() {
    OptionalLong first = streams.first();
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(new JournalRows.Range(first.getAsLong(), streams.last().orElseThrow()));
  }

  Optional<SegmentDictionary> rows() {
    return streams.first().isEmpty()
        ? Optional.empty()
        : Optional.of(SegmentDictionary.joined(streams.all()));
  }

  /**
   * A file is there.
   *
   * @param rows its stream; absent if it was too long to be remembered
   */
  void published(long number, Optional<SegmentDictionary> rows) {
    if (rows.isEmpty() || rows.get().length() + streams.bytes() > LARGEST) {
      streams.clear();
      return;
    }
    streams.add(number, rows.get());
  }
}
