package org.nessiebackup.tip;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.tables.TransactionSnapshot;
import org.nessiebackup.vault.tip.TipEpoch;

/**
 * What the vault has.
 *
 * @param horizon references whose rows are older are there as they are
 * @param references how many references there are
 * @param seenAt as of when
 * @param number of the newest tip; 0 if there is none
 * @param bytes how many all tips have, as they are stored
 */
record LastTip(long horizon, long references, Instant seenAt, long number, long bytes) {
  /**
   * As the vault says. The horizon is that of the backup, which is known to have reached the disk:
   * what the last tip saw, a crash may have taken back since ({@code synchronous_commit = off}),
   * and given the numbers of its transactions to others. A crash ends all sessions, so whoever goes
   * on in the same one need not fear that.
   */
  static LastTip of(TipBase base, TipEpoch epoch) {
    Optional<Tip> last = epoch.last();
    return new LastTip(
        base.horizon(),
        last.flatMap(tip -> epoch.references(tip).stream().reduce((one, other) -> other))
            .flatMap(Tip::references)
            .map(TipRows::rows)
            .orElse(base.rowsOfReferences()),
        last.map(tip -> tip.moment().seenAt()).orElse(base.chain().newest().snapshotAt()),
        epoch.tips().size(),
        epoch.tips().stream().mapToLong(Tip::storedBytes).sum());
  }

  /** If it makes no sense, more counts as moved than has. */
  private static Optional<Long> snapshot(Tip tip) {
    return TransactionSnapshot.parse(tip.moment().snapshot()).map(TransactionSnapshot::horizon);
  }

  /** After another one. */
  LastTip then(Tip tip) {
    return new LastTip(
        snapshot(tip).orElse(horizon),
        tip.references().map(TipRows::rows).orElse(references),
        tip.moment().seenAt(),
        tip.number(),
        bytes + tip.storedBytes());
  }
}
