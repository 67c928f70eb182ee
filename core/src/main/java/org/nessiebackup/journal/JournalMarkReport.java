package org.nessiebackup.journal;

import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.vault.journal.JournalMark;

/**
 * A point that was named.
 *
 * @param name how
 * @param position where in the server's log, right before the commit that names it
 * @param followed whether somebody follows the journal just now
 * @param stored the epoch that has it; absent if it is not in the vault yet
 * @param former another point of lately that is called so, which makes the name ambiguous
 */
public record JournalMarkReport(
    String name,
    Lsn position,
    boolean followed,
    Optional<EpochId> stored,
    Optional<JournalMark> former) {}
