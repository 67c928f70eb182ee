package org.nessiebackup.journal;

import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;

/**
 * A journal that was ended.
 *
 * @param epoch the epoch that has ended; absent if none went on
 * @param to where it ends; absent likewise
 * @param slot the replication slot that was dropped; absent if there was none
 * @param publication the publication that was dropped; absent if there was none
 */
public record JournalStopReport(
    Optional<EpochId> epoch,
    Optional<Lsn> to,
    Optional<String> slot,
    Optional<String> publication) {}
