package org.nessiebackup.swap;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.KeptTables.Cause;
import org.nessiebackup.tables.OwnSchemas.Detail;
import org.nessiebackup.tables.OwnSchemas.OwnSchema;
import org.nessiebackup.tables.OwnSchemas.Purpose;

/**
 * Why tables make room, and where they are kept. It is chosen before the swap and committed with
 * it, so that anybody can tell later whether this swap has happened.
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
   * The schema that keeps them.
   *
   * @param tables those that make room
   * @param views what becomes of views that read them; whoever takes this back does it again
   */
  public OwnSchema kept(String catalogSchema, List<String> tables, ViewPolicy views) {
    Map<Detail, String> details = new EnumMap<>(Detail.class);
    details.put(Detail.CAUSE, cause.name());
    details.put(Detail.TABLES, String.join(",", tables));
    details.put(Detail.VIEWS, views.name());
    restore.ifPresent(id -> details.put(Detail.RESTORE, id.value()));
    backup.ifPresent(id -> details.put(Detail.BACKUP, id));
    return new OwnSchema(keptSchema, Purpose.KEPT, catalogSchema, at, details);
  }
}
