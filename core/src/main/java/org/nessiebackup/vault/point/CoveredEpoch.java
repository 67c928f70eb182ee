package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.Quantity;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.journal.StoredJournal;

/**
 * An epoch, and what there is of it in the vault.
 *
 * @param id its name
 * @param begin where it begins; absent if its document cannot be used
 * @param last what its last file says that can be used; absent if there is none
 * @param stored what lies in the vault of it
 * @param missing how many of its files are not there, before the last one
 * @param damage why something of it cannot be used, as far as that was looked at, for people;
 *     absent if all can
 */
public record CoveredEpoch(
    EpochId id,
    Optional<Begin> begin,
    Optional<JournalFiles.Last> last,
    StoredJournal stored,
    long missing,
    Optional<String> damage) {
  /**
   * Where an epoch begins.
   *
   * @param at when, by the server's clock
   * @param position where in the server's log
   * @param follows the epoch that it follows on without a gap; absent if it says of none
   */
  public record Begin(Instant at, Lsn position, Optional<EpochId> follows) {}

  static CoveredEpoch of(StoredEpoch.Unusable epoch, StoredJournal stored) {
    return new CoveredEpoch(
        epoch.id(),
        Optional.empty(),
        Optional.empty(),
        stored,
        0,
        Optional.of(epoch.reason().getMessage()));
  }

  static CoveredEpoch of(StoredEpoch.Usable epoch, StoredJournal stored, JournalFiles files) {
    JournalFiles.Tail tail = files.tail();
    long missing = files.last() - files.count();
    return new CoveredEpoch(
        epoch.id(),
        Optional.of(
            new Begin(
                epoch.document().begunAt(),
                epoch.document().start(),
                epoch.document().follows().map(before -> before.epoch()))),
        tail.last(),
        stored,
        missing,
        tail.damage().map(Exception::getMessage).or(() -> missing(missing, files.last())));
  }

  private static Optional<String> missing(long count, long all) {
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "%,d of %s %s missing"
                .formatted(count, Quantity.count(all, "file"), count == 1 ? "is" : "are"));
  }

  /** Whether all of it can be used, as far as that was looked at. */
  public boolean whole() {
    return damage.isEmpty();
  }
}
