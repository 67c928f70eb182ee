package org.nessiebackup.vault.point;

import java.time.Instant;

/**
 * A time of which the journal has every transaction: epochs that follow on each other.
 *
 * @param from its begin, by the server's clock
 * @param to its end, as far as the vault was read
 */
public record JournalStretch(Instant from, Instant to) {}
