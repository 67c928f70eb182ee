package org.nessiebackup.graph;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * Which catalog to check.
 *
 * @param catalog where it is
 * @param jobs how many threads read objects, at least one
 */
public record GraphOptions(Catalog catalog, int jobs) {

  /** Where a catalog is. */
  public sealed interface Catalog {

    /**
     * In the vault.
     *
     * @param backup an id or {@code latest}
     */
    record Backup(String backup) implements Catalog {}

    /**
     * On the server.
     *
     * @param schema the catalog's schema; found if absent
     * @param tables the catalog's tables; found if absent
     */
    record Live(Optional<String> schema, Optional<TableSet> tables) implements Catalog {}
  }
}
