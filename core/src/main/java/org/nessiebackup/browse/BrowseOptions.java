package org.nessiebackup.browse;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * Which catalog to look into.
 *
 * @param source where it is
 * @param repository the Nessie repository; if absent, the only one, or the one whose id is empty
 * @param jobs how many threads read
 */
public record BrowseOptions(Source source, Optional<String> repository, int jobs) {
  /** Where a catalog is. */
  public sealed interface Source {
    /**
     * A backup.
     *
     * @param backup an id or {@code latest}
     */
    record Backup(String backup) implements Source {}

    /**
     * The live catalog, in one snapshot.
     *
     * @param schema the schema of the catalog; found if absent
     * @param tables the catalog's tables; found if absent
     */
    record Live(Optional<String> schema, Optional<TableSet> tables) implements Source {}
  }
}
