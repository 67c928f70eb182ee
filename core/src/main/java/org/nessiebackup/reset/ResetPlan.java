package org.nessiebackup.reset;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What a reset will do, before it does anything. Making a plan changes nothing.
 *
 * @param reset the name of the reset
 * @param database the database
 * @param catalog the catalog
 * @param tables those of its tables that are there, and will be moved
 * @param references how many branches and tags it has; absent if they cannot be read
 * @param code what has to be repeated to go on; fits this catalog only
 * @param allowConnected whether to go on although somebody is connected
 * @param warnings what others have built on the tables, and goes on with them
 * @param obstacles what stands in the way now; a plan with obstacles is refused
 */
public record ResetPlan(
    RestoreId reset,
    String database,
    CatalogLocation catalog,
    List<MovedTable> tables,
    Optional<Long> references,
    String code,
    boolean allowConnected,
    List<String> warnings,
    List<String> obstacles) {
  /** Takes its own copies of the lists; there is something to move. */
  public ResetPlan {
    tables = List.copyOf(tables);
    warnings = List.copyOf(warnings);
    obstacles = List.copyOf(obstacles);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to reset");
    }
  }

  /** Where the tables will be. */
  public String keptSchema() {
    return reset.keptSchema();
  }

  /**
   * A table that is moved aside.
   *
   * @param name the table
   * @param rows its rows; absent if they cannot be read
   * @param bytes its size on disk, with everything that belongs to it
   */
  public record MovedTable(String name, Optional<Long> rows, long bytes) {}
}
