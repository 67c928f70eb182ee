package org.nessiebackup.vault.point;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * What is applied to a backup to bring it forward.
 *
 * @param stretches the files that have it, in their order; none if nothing is to be applied
 * @param seen what the backup has already
 * @param stop what was committed before this position is applied
 * @param wanted of that, what another snapshot sees; all if absent
 */
public record Replay(
    List<Stretch> stretches,
    VisibleTransactions seen,
    Lsn stop,
    Optional<VisibleTransactions> wanted) {
  /** Takes its own copy of the list. */
  public Replay {
    stretches = List.copyOf(stretches);
  }

  /**
   * Files of one epoch.
   *
   * @param epoch the epoch
   * @param first the number of the first
   * @param last the number of the last
   * @param to where the last one ends; what goes beyond has not all its rows in them
   */
  public record Stretch(StoredEpoch.Usable epoch, long first, long last, Lsn to) {
    /** How many they are. */
    public long files() {
      return last - first + 1;
    }
  }

  /** The same, of what another snapshot sees. */
  Replay seenBy(VisibleTransactions snapshot) {
    return new Replay(stretches, seen, stop, Optional.of(snapshot));
  }

  /** How many files are read. */
  public long files() {
    return stretches.stream().mapToLong(Stretch::files).sum();
  }

  /**
   * Whether what a transaction has changed is applied.
   *
   * @param in where it stands
   */
  public boolean applies(Stretch in, ChangeRow.Transaction transaction) {
    return transaction.commit().compareTo(in.to()) < 0
        && applies(transaction.commit(), transaction.xid());
  }

  private boolean applies(Lsn commit, long xid) {
    return commit.compareTo(stop) < 0
        && !seen.sees(xid)
        && wanted.filter(snapshot -> !snapshot.sees(xid)).isEmpty();
  }
}
