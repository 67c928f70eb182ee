package org.nessiebackup.browse;

import java.util.Optional;
import org.nessiebackup.nessie.ContentKey;

/**
 * Whose history to follow through the backups of a vault.
 *
 * @param key the table, view or namespace
 * @param reference a branch or tag; the default branch if absent
 * @param repository the Nessie repository; if absent, the only one, or the one whose id is empty
 * @param jobs how many threads read
 */
public record HistoryOptions(
    ContentKey key, Optional<String> reference, Optional<String> repository, int jobs) {}
