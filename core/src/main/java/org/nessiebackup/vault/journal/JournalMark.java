package org.nessiebackup.vault.journal;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/**
 * A point of a journal that somebody has named.
 *
 * @param name how it was called
 * @param epoch the epoch that has it
 * @param commit the commit of the transaction that names it
 * @param at when that was committed, by the server's clock
 */
public record JournalMark(String name, EpochId epoch, Lsn commit, Instant at) {
  /** Those of a file. */
  public static List<JournalMark> of(JournalFile file) {
    return file.marks().stream()
        .flatMap(
            mark ->
                file.transactions().stream()
                    .filter(each -> each.commit().equals(mark.commit()))
                    .map(
                        by ->
                            new JournalMark(
                                mark.name(), file.place().epoch(), mark.commit(), by.at())))
        .toList();
  }
}
