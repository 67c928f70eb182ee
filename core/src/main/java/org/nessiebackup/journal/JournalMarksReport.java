package org.nessiebackup.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.point.JournalMarks;

/**
 * The points of a journal that somebody has named.
 *
 * @param marks them, oldest first
 * @param unusable how many files and epochs cannot be used, which may have more
 * @param reasons why, for people: of the first of them
 */
public record JournalMarksReport(List<Mark> marks, long unusable, List<String> reasons) {
  private static final int MOST_REASONS = 20;

  /** Takes its own copies. */
  public JournalMarksReport {
    marks = List.copyOf(marks);
    reasons = List.copyOf(reasons);
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

  static JournalMarksReport of(JournalMarks marks) {
    Collection collection = new Collection();
    marks.read(collection);
    return new JournalMarksReport(collection.marks, collection.unusable, collection.reasons);
  }

  /** What is read. */
  private static final class Collection implements JournalMarks.MarkSink {
    private final List<Mark> marks = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private long unusable;

    @Override
    public void mark(StoredEpoch.Usable epoch, JournalFile.Mark mark, JournalFile.Transaction by) {
      marks.add(new Mark(mark.name(), epoch.id(), mark.commit(), by.at()));
    }

    @Override
    public void unusable(BackupException reason) {
      unusable++;
      if (reasons.size() < MOST_REASONS) {
        reasons.add(reason.getMessage());
      }
    }
  }
}
