package org.nessiebackup.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.vault.point.NoBase;
import org.nessiebackup.vault.record.JournalProofs;

/**
 * What was found of a journal.
 *
 * @param pairs one entry for each two neighbouring backups, oldest first
 * @param outside the newest backup, if it is in no stretch of the journal
 * @param damage what else of the journal cannot be used, behind the newest backups; for people
 */
public record JournalReport(List<Pair> pairs, Optional<NoBase> outside, List<String> damage) {
  /** So many backups are named that are not proven. */
  private static final int MOST_NAMED = 100;

  /** Takes its own copies of the lists. */
  public JournalReport {
    pairs = List.copyOf(pairs);
    damage = List.copyOf(damage);
  }

  /** Whether nothing is wrong with any, nor behind them. */
  public boolean sound() {
    return damage.isEmpty() && pairs.stream().allMatch(Pair::sound);
  }

  /** Between how many two backups nothing is missing. */
  public long proven() {
    return pairs.stream().filter(Pair::proven).count();
  }

  /** Of how many of these a record said so, and nobody has looked again. */
  public long known() {
    return pairs.stream().filter(pair -> pair.outcome() == Outcome.KNOWN).count();
  }

  /** All that was looked at. */
  public List<Pair> examined() {
    return pairs.stream().filter(pair -> pair.outcome() != Outcome.KNOWN).toList();
  }

  /**
   * What is written down of it.
   *
   * @param finished whether all was looked at
   */
  JournalProofs.Result result(boolean finished) {
    Stream<JournalProofRecord.Unproven> between =
        pairs.stream().filter(pair -> !pair.proven()).map(Pair::unproven);
    Stream<JournalProofRecord.Unproven> newest =
        outside.stream()
            .map(
                each ->
                    new JournalProofRecord.Unproven(
                        Optional.empty(),
                        each.backup(),
                        Outcome.NOT_REACHED.label(),
                        Optional.of("it " + each.reason())));
    return new JournalProofs.Result(
        finished ? Optional.of(sound()) : Optional.empty(),
        stretches(),
        Stream.concat(between.limit(MOST_NAMED), newest).toList());
  }

  private List<JournalProofRecord.Stretch> stretches() {
    List<List<BackupId>> stretches = new ArrayList<>();
    for (Pair pair : pairs) {
      if (pair.proven()) {
        if (stretches.isEmpty() || !stretches.getLast().getLast().equals(pair.from())) {
          stretches.add(new ArrayList<>(List.of(pair.from())));
        }
        stretches.getLast().add(pair.to());
      }
    }
    return stretches.stream().map(JournalProofRecord.Stretch::new).toList();
  }

  /** What came of two backups. The words of {@link #label} are a documented contract. */
  public enum Outcome implements Labelled {
    /** The journal leads from one to the other, row for row. */
    PROVEN,
    /** It was proven before, so it was not looked at again. */
    KNOWN,
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
   * @param transactions how many the journal has between them; 0 if that was not looked at
   * @param outcome what came of it
   * @param message what is wrong, for people; absent if nothing is
   */
  public record Pair(
      BackupId from, BackupId to, long transactions, Outcome outcome, Optional<String> message) {
    /** Whether nothing is wrong. */
    public boolean sound() {
      return proven() || outcome == Outcome.NOT_REACHED;
    }

    /** Whether nothing is missing in between. */
    public boolean proven() {
      return outcome == Outcome.PROVEN || outcome == Outcome.KNOWN;
    }

    private JournalProofRecord.Unproven unproven() {
      return new JournalProofRecord.Unproven(Optional.of(from), to, outcome.label(), message);
    }
  }
}
