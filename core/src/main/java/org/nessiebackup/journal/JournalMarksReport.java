package org.nessiebackup.journal;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.point.JournalMarks;

/**
 * The points of a journal that somebody has named.
 *
 * @param marks them, oldest first
 * @param unusable how many files and epochs cannot be used, which may have more
 * @param reasons why, for people: of the first of them
 */
public record JournalMarksReport(List<JournalMark> marks, long unusable, List<String> reasons) {
  private static final int MOST_REASONS = 20;

  /** Takes its own copies. */
  public JournalMarksReport {
    marks = List.copyOf(marks);
    reasons = List.copyOf(reasons);
  }

  static JournalMarksReport of(JournalMarks marks) {
    Collection collection = new Collection();
    marks.read(collection);
    return new JournalMarksReport(collection.marks, collection.unusable, collection.reasons);
  }

  /** What is read. */
  private static final class Collection implements JournalMarks.MarkSink {
    private final List<JournalMark> marks = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private long unusable;

    @Override
    public void mark(JournalMark mark) {
      marks.add(mark);
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
