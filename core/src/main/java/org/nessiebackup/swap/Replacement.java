package org.nessiebackup.swap;

import java.time.Instant;
import org.nessiebackup.swap.KeptTables.Cause;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;
import org.nessiebackup.tables.SchemaMark.Purpose;

/**
 * Why tables make room: what the schema that keeps them will say. It is chosen before the swap and
 * committed with it, so that anybody can see later whether this swap has happened.
 */
public final class Replacement {
  private Replacement() {}

  /** By a restore. */
  static SchemaMark byRestore(StagedRestore staged, Instant at) {
    return mark(staged.restore(), Cause.RESTORE, staged.catalog().schema(), at)
        .with(Detail.RESTORE, staged.restore())
        .with(Detail.BACKUP, staged.point());
  }

  /**
   * By an undo. Whoever undoes the undo of a restore has the restore again, and the marks say so.
   *
   * @param kept the tables that come back
   * @param undo the name of the undo
   */
  public static SchemaMark byUndo(KeptTables kept, RestoreId undo, Instant at) {
    boolean again = kept.cause() == Cause.UNDO && kept.restore().isPresent();
    return mark(undo, again ? Cause.RESTORE : Cause.UNDO, kept.catalogSchema(), at)
        .copying(kept.mark(), Detail.RESTORE, Detail.BACKUP);
  }

  /** By nothing. */
  public static SchemaMark byReset(RestoreId reset, String catalogSchema, Instant at) {
    return mark(reset, Cause.RESET, catalogSchema, at);
  }

  private static SchemaMark mark(RestoreId work, Cause cause, String catalogSchema, Instant at) {
    return new SchemaMark(work.keptSchema(), Purpose.KEPT, catalogSchema, at)
        .with(Detail.CAUSE, cause.name());
  }
}
