package org.nessiebackup.swap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tables that a restore, an undo or a reset has replaced, in a schema of their own until released.
 *
 * @param schema the schema that keeps them
 * @param catalogSchema the schema they were in
 * @param tables their names
 * @param replacedAt when
 * @param cause what took their place
 * @param restore the restore that replaced them, or that was undone by it, if it had a name
 * @param backup the backup that took their place or, after an undo, had to make room
 * @param viewsMoved whether views that read them were made to read what took their place
 * @param bytes their size on disk
 */
public record KeptTables(
    String schema,
    String catalogSchema,
    List<String> tables,
    Instant replacedAt,
    Cause cause,
    Optional<RestoreId> restore,
    Optional<String> backup,
    boolean viewsMoved,
    long bytes) {
  /** Takes its own copy of the list. */
  public KeptTables {
    tables = List.copyOf(tables);
  }

  /** What takes the place of tables. */
  public enum Cause {
    /** A backup; also when the undo of its restore was undone. */
    RESTORE,
    /** The tables that were there before. */
    UNDO,
    /** Nothing: Nessie begins anew. */
    RESET
  }

  /** The backup that took their place; absent if it was something else. */
  public Optional<String> replacedBy() {
    return cause == Cause.RESTORE ? backup : Optional.empty();
  }
}
