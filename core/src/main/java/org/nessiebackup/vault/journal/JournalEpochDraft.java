package org.nessiebackup.vault.journal;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;

/**
 * An epoch that is about to begin.
 *
 * @param begunAt the moment, by the server's clock
 * @param source which catalog
 * @param slot the name of the replication slot
 * @param start every transaction will be in it whose commit stands at or behind this position
 * @param follows the epoch whose last file ends at the start; absent if what was before is missing
 * @param references the table of references
 * @param objects the table of objects
 */
public record JournalEpochDraft(
    Instant begunAt,
    CatalogPlace source,
    String slot,
    Lsn start,
    Optional<JournalEpoch.Before> follows,
    JournalEpoch.Table references,
    JournalEpoch.Table objects) {}
