package org.nessiebackup.swap;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Labelled;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;

/**
 * Tables that a restore, an undo or a reset has replaced, in a schema of their own until released.
 *
 * @param mark what the schema that keeps them says
 * @param tables their names
 * @param bytes their size on disk
 */
public record KeptTables(SchemaMark mark, List<String> tables, long bytes) {
  /** Takes its own copy of the list. */
  public KeptTables {
    tables = List.copyOf(tables);
  }

  /** What takes the place of tables. */
  public enum Cause implements Labelled {
    /** A backup; also when the undo of its restore was undone. */
    RESTORE,
    /** The tables that were there before. */
    UNDO,
    /** Nothing: Nessie starts empty. */
    RESET
  }

  /** The schema that keeps them. */
  public String schema() {
    return mark.schema();
  }

  /** The schema they were in. */
  public String catalogSchema() {
    return mark.catalogSchema();
  }

  /** When they were replaced. */
  public Instant replacedAt() {
    return mark.at();
  }

  /**
   * What took their place. Comments of older versions do not say it, but only those of restores
   * name a backup.
   */
  public Cause cause() {
    return mark.detail(Detail.CAUSE)
        .flatMap(text -> Arrays.stream(Cause.values()).filter(c -> c.name().equals(text)).findAny())
        .orElse(backup().isPresent() ? Cause.RESTORE : Cause.UNDO);
  }

  /** The restore that replaced them, or that was undone by it, if it had a name. */
  public Optional<RestoreId> restore() {
    return mark.detail(Detail.RESTORE).filter(BackupId::isValid).map(RestoreId::new);
  }

  /** The backup that took their place or, after an undo, had to make room. */
  public Optional<String> backup() {
    return mark.detail(Detail.BACKUP);
  }

  /** Whether views that read them were made to read what took their place. */
  public boolean viewsMoved() {
    return ViewPolicy.of(mark) != ViewPolicy.LEAVE;
  }

  /** The backup that took their place; absent if it was something else. */
  public Optional<String> replacedBy() {
    return cause() == Cause.RESTORE ? backup() : Optional.empty();
  }
}
