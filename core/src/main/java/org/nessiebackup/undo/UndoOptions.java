package org.nessiebackup.undo;

import java.time.Duration;
import java.util.Optional;

/**
 * Which restore to take back, or which kept tables to drop.
 *
 * @param schema the schema of the catalog; found if absent
 * @param allowConnected whether to swap although somebody is connected who uses the tables
 * @param keptSchema the schema of the kept tables that a swap has to bring back; if the newest ones
 *     are others, or it is gone, nothing is done. The newest if absent
 * @param olderThan how long tables have to be kept before a release drops them; it then passes over
 *     those that others have built on. All, or none, if absent
 * @param moveViews whether views of others are made to read the tables that come back, also if the
 *     restore has left them as they were; if it has moved them, they move back anyway
 */
public record UndoOptions(
    Optional<String> schema,
    boolean allowConnected,
    Optional<String> keptSchema,
    Optional<Duration> olderThan,
    boolean moveViews) {
  /** Whatever was the last. */
  public UndoOptions(Optional<String> schema, boolean allowConnected) {
    this(schema, allowConnected, Optional.empty());
  }

  /** To swap certain tables back. */
  public UndoOptions(Optional<String> schema, boolean allowConnected, Optional<String> keptSchema) {
    this(schema, allowConnected, keptSchema, Optional.empty(), false);
  }

  /** And moves views over. */
  public UndoOptions movingViews(boolean move) {
    return new UndoOptions(schema, allowConnected, keptSchema, olderThan, move);
  }
}
