package org.nessiebackup.journal;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;

/**
 * The points of a journal that somebody has named.
 *
 * @param marks them, oldest first
 */
public record JournalMarksReport(List<Mark> marks) {
  /** Takes its own copy. */
  public JournalMarksReport {
    marks = List.copyOf(marks);
  }

  /**
   * A point.
   *
   * @param name how it was called
   * @param epoch the epoch that has it
   * @param commit the commit of the transaction that names it
   * @param at when that was committed, by the server's clock
   */
  public record Mark(String name, EpochId epoch, Lsn commit, Instant at) {}
}
