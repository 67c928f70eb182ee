package org.nessiebackup.vault.journal;

import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.StreamHistory;

/**
 * What the rows of the next file are compressed with: those of the latest files. Each commit
 * repeats the index of the one before it on its branch, so a little more than a few branches have
 * is enough. Once in a while a file stands alone, so that a reader that begins anywhere has not too
 * much to read before. A writer that may not read what it has stored remembers it, as long as it
 * runs.
 */
final class FileHistory {
  /** A longer stream is not remembered, in bytes. */
  static final int LONGEST = (int) JournalRows.MOST_OF_DICTIONARY;

  /** More is forgotten, in bytes. */
  private static final long ENOUGH = 1L << 20;

  /** After so many files one stands alone. */
  private static final long MOST_FILES = 2_048;

  /** After so many bytes of rows one stands alone. */
  private static final long MOST_BYTES = 64L << 20;

  private final StreamHistory streams = new StreamHistory(JournalRows.MOST_OF_DICTIONARY);
  private long since;
  private long bytesSince;

  /** How a file says it. */
  Optional<JournalRows.Range> described() {
    OptionalLong first = streams.first();
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JournalRows.Range(since, first.getAsLong(), streams.last().orElseThrow()));
  }

  /** The rows themselves. */
  Optional<SegmentDictionary> rows() {
    return streams.all();
  }

  /**
   * A file is there.
   *
   * @param stored how its rows are stored
   * @param rows their COPY binary stream; absent if it was too long to be remembered
   */
  void published(long number, JournalRows stored, Optional<SegmentDictionary> rows) {
    if (stored.dictionary().isEmpty()) {
      since = number;
      bytesSince = 0;
    }
    bytesSince += stored.rawBytes();
    if (rows.isEmpty() || bytesSince > MOST_BYTES || number - since >= MOST_FILES) {
      streams.clear();
      return;
    }
    // What it makes needless goes before it comes.
    streams.keep(Math.max(0, ENOUGH - rows.get().length()));
    streams.add(number, rows.get());
  }
}
