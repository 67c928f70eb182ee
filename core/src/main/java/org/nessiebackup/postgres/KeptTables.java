package org.nessiebackup.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tables that a restore or an undo has replaced, in a schema of their own until released.
 *
 * @param schema the schema that keeps them
 * @param catalogSchema the schema they were in
 * @param tables their names
 * @param replacedAt when
 * @param replacedBy the backup that took their place; absent if it was an undo
 * @param bytes their size on disk
 */
public record KeptTables(
    String schema,
    String catalogSchema,
    List<String> tables,
    Instant replacedAt,
    Optional<String> replacedBy,
    long bytes) {
  /** Takes its own copy of the list. */
  public KeptTables {
    tables = List.copyOf(tables);
  }
}
