package org.nessiebackup.vault.tip;

import java.util.Optional;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.SegmentDictionary;

/**
 * What the rows of the next tip are compressed with. A writer that may not read what it has stored
 * remembers it, as long as it runs.
 */
sealed interface RowHistory permits ReferenceHistory, ObjectHistory {
  /** More of tips is not remembered, in bytes: half of what a reader must be able to. */
  int LARGEST = (int) (TipRows.Dictionary.MOST_OF_TIPS / 2);

  /**
   * What to compress with.
   *
   * @param described how a tip says it
   * @param rows the rows themselves
   */
  record Choice(Optional<TipRows.Dictionary> described, Optional<SegmentDictionary> rows) {
    static final Choice NOTHING = new Choice(Optional.empty(), Optional.empty());
  }

  /** What to compress the rows of the next tip with. */
  Choice next();

  /**
   * A tip is there.
   *
   * @param number its number
   * @param stored how its rows are stored
   * @param rows their COPY binary stream; absent if it was too long to be remembered
   */
  void published(long number, TipRows stored, Optional<SegmentDictionary> rows);
}
