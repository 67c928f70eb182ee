package org.nessiebackup.postgres;

import java.util.Optional;
import org.nessiebackup.Lsn;

/**
 * A replication slot that has just been made.
 *
 * @param name its name
 * @param consistentPoint every transaction whose commit ends behind it is streamed, and none before
 * @param snapshot what sees all transactions that are not streamed and no others, for {@code SET
 *     TRANSACTION SNAPSHOT}; absent if it was not asked for. It is there until the session that has
 *     made the slot does anything else
 */
public record CreatedSlot(String name, Lsn consistentPoint, Optional<String> snapshot) {}
