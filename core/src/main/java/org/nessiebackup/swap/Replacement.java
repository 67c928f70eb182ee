package org.nessiebackup.swap;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.KeptTables.Cause;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;
import org.nessiebackup.tables.SchemaMark.Purpose;

/**
 * Why tables make room, and where they are kept. It is chosen before the swap and committed with
 * it, so that anybody can see later whether this swap has happened.
 *
 * @param keptSchema the schema that will keep the replaced tables
 * @param cause what takes their place
 * @param restore the restore that replaces them, or that is undone
 * @param backup the backup that takes their place, or has to make room
 * @param at when
 */
public record Replacement(
    String keptSchema,
    Cause cause,
    Optional<RestoreId> restore,
    Optional<String> backup,
    Instant at) {

  /** By a restore. */
  static Replacement byRestore(StagedRestore staged, Instant at) {
    return new Replacement(
        staged.restore().keptSchema(),
        Cause.RESTORE,
        Optional.of(staged.restore()),
        Optional.of(staged.backup().value()),
        at);
  }

  /**
   * By an undo. Whoever undoes the undo of a restore has the restore again, and the marks say so.
   *
   * @param kept the tables that come back
   * @param undo the name of the undo
   */
  public static Replacement byUndo(KeptTables kept, RestoreId undo, Instant at) {
    boolean again = kept.cause() == Cause.UNDO && kept.restore().isPresent();
    return new Replacement(
        undo.keptSchema(), again ? Cause.RESTORE : Cause.UNDO, kept.restore(), kept.backup(), at);
  }

  /** By nothing. */
  public static Replacement byReset(RestoreId reset, Instant at) {
    return new Replacement(reset.keptSchema(), Cause.RESET, Optional.empty(), Optional.empty(), at);
  }

  /**
   * What the schema that keeps them says.
   *
   * @param views what becomes of views that read them; whoever takes this back does it again
   */
  SchemaMark mark(String catalogSchema, ViewPolicy views) {
    SchemaMark mark =
        new SchemaMark(keptSchema, Purpose.KEPT, catalogSchema, at)
            .with(Detail.CAUSE, cause.name())
            .with(Detail.VIEWS, views.name());
    for (RestoreId id : restore.stream().toList()) {
      mark = mark.with(Detail.RESTORE, id);
    }
    return backup.isPresent() ? mark.with(Detail.BACKUP, backup.get()) : mark;
  }
}
