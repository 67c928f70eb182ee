package org.nessiebackup.export;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What to export, and how.
 *
 * @param source where the rows come from
 * @param inserts INSERT statements instead of COPY
 */
public record ExportOptions(Source source, boolean inserts) {
  /** Where the rows come from. */
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
