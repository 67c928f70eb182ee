package org.nessiebackup.reset;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.SwapPlan;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What a reset will do, before it does anything. Making a plan changes nothing.
 *
 * @param swap how the tables make room for none
 * @param tables those of the catalog's tables that are there, and will be moved
 * @param references how many branches and tags it has; absent if they cannot be read
 * @param code what has to be repeated to go on; fits this catalog only
 */
public record ResetPlan(
    SwapPlan swap, List<MovedTable> tables, Optional<Long> references, String code) {
  /** Takes its own copy of the list; there is something to move. */
  public ResetPlan {
    tables = List.copyOf(tables);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to reset");
    }
  }

  /** The catalog. */
  public CatalogLocation catalog() {
    return swap.catalog();
  }

  /** The same under a name that somebody has chosen before. */
  public ResetPlan named(RestoreId name) {
    return new ResetPlan(swap.named(name), tables, references, code);
  }

  /** The same for somebody who stops Nessie before. */
  public ResetPlan unobstructed() {
    return new ResetPlan(swap.unobstructed(), tables, references, code);
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
