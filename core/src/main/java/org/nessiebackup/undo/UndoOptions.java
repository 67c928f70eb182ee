package org.nessiebackup.undo;

import java.util.Optional;

/**
 * Which restore to take back.
 *
 * @param schema the schema of the catalog; found if absent
 * @param allowConnected whether to swap although somebody is connected who uses the tables
 * @param keptSchema the schema of the kept tables that a swap has to bring back; if the newest ones
 *     are others, or it is gone, nothing is done. The newest if absent
 */
public record UndoOptions(
    Optional<String> schema, boolean allowConnected, Optional<String> keptSchema) {
  /** Whatever was the last. */
  public UndoOptions(Optional<String> schema, boolean allowConnected) {
    this(schema, allowConnected, Optional.empty());
  }
}
