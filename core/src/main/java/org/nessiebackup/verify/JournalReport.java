package org.nessiebackup.verify;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Labelled;

/**
 * What was found of a journal.
 *
 * @param pairs one entry for each two neighbouring backups, oldest first
 */
public record JournalReport(List<Pair> pairs) {
  /** Takes its own copy of the list. */
  public JournalReport {
    pairs = List.copyOf(pairs);
  }

  /** Whether nothing is wrong with any. */
  public boolean sound() {
    return pairs.stream().allMatch(Pair::sound);
  }

  /** Between how many two backups nothing is missing. */
  public long proven() {
    return pairs.stream().filter(pair -> pair.outcome() == Outcome.PROVEN).count();
  }

  /** What came of two backups. The words of {@link #label} are a documented contract. */
  public enum Outcome implements Labelled {
    /** The journal leads from one to the other, row for row. */
    PROVEN,
    /** It leads to other rows. */
    DIFFERENT,
    /** Something of it, or of the first backup, cannot be used. */
    DAMAGED,
    /** The journal does not go so far, or not yet. */
    NOT_REACHED
  }

  /**
   * Two backups, one taken after the other.
   *
   * @param from the first
   * @param to the next, which was read by a scan of its own
   * @param transactions how many the journal has between them
   * @param outcome what came of it
   * @param message what is wrong, for people; absent if nothing is
   */
  public record Pair(
      BackupId from, BackupId to, long transactions, Outcome outcome, Optional<String> message) {
    /** Whether nothing is wrong. */
    public boolean sound() {
      return outcome == Outcome.PROVEN || outcome == Outcome.NOT_REACHED;
    }
  }
}
