package org.nessiebackup.vault.point;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.manifest.JournalFile;

/**
 * What a replay does, for who has to judge it.
 *
 * @param transactions how many are applied
 * @param rows how many changes of rows they have
 * @param last the last of them
 * @param near those within a second of the end, applied or not, in the order of their commits:
 *     their times need not be in order
 * @param behind what is not applied
 * @param noBases backups that are nearer to the end than the base, but none themselves
 */
public record ReplaySummary(
    long transactions,
    long rows,
    Optional<JournalFile.Transaction> last,
    List<JournalFile.Transaction> near,
    Behind behind,
    List<NoBase> noBases) {
  /** Takes its own copies of the lists. */
  public ReplaySummary {
    near = List.copyOf(near);
    noBases = List.copyOf(noBases);
  }

  /**
   * What the journal has behind the end of a replay.
   *
   * @param next the first transaction
   * @param transactions how many there are
   * @param all whether there are no more than these
   */
  public record Behind(Optional<JournalFile.Transaction> next, long transactions, boolean all) {}
}
