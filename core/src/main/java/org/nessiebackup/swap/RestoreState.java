package org.nessiebackup.swap;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.KeptTables.Cause;
import org.nessiebackup.tables.OwnSchemas;
import org.nessiebackup.tables.OwnSchemas.OwnSchema;
import org.nessiebackup.tables.OwnSchemas.Purpose;

/**
 * How far a restore has come, as the database itself knows: each step commits its trace together
 * with what it does, so the answer holds after a crash at any moment.
 */
public sealed interface RestoreState {
  /** There is no trace: it has not begun, or was discarded, or what it kept was released. */
  record Absent() implements RestoreState {}

  /**
   * It is loading, or was killed while it did.
   *
   * @param stagingSchema what it has made so far, which the next restore of the catalog removes
   */
  record Incomplete(String stagingSchema) implements RestoreState {}

  /**
   * All is loaded and compared, and can be swapped in.
   *
   * @param restore what
   */
  record Staged(StagedRestore restore) implements RestoreState {}

  /**
   * The backup is the catalog, or was until another restore replaced it.
   *
   * @param kept the tables that were replaced, by which the restore can be undone; absent if there
   *     were none
   */
  record Swapped(Optional<KeptTables> kept) implements RestoreState {}

  /**
   * The former tables are the catalog again.
   *
   * @param kept the restored tables that made room, by which the undo can be undone
   */
  record Undone(KeptTables kept) implements RestoreState {}

  /**
   * Asks the database.
   *
   * @param catalogSchema the schema restored into
   * @param restore the name of the restore
   */
  static RestoreState of(Session session, String catalogSchema, RestoreId restore) {
    List<OwnSchema> all = OwnSchemas.list(session, catalogSchema);
    List<KeptTables> kept =
        all.stream()
            .filter(own -> own.purpose() == Purpose.KEPT)
            .map(own -> KeptCatalog.describe(session, own))
            .toList();
    for (KeptTables each : kept) {
      if (each.restore().equals(Optional.of(restore))) {
        return each.cause() == Cause.UNDO ? new Undone(each) : new Swapped(Optional.of(each));
      }
    }
    Optional<OwnSchema> staging = StagingMark.find(session, catalogSchema, restore);
    if (staging.isPresent()) {
      return StagingMark.read(session, staging.get())
          .<RestoreState>map(Staged::new)
          .orElseGet(() -> new Incomplete(staging.get().name()));
    }
    return RestoredMark.stands(session, catalogSchema, kept, restore)
        ? new Swapped(Optional.empty())
        : new Absent();
  }

  /** The newest complete staging of a catalog, whatever its restore; absent if there is none. */
  static Optional<StagedRestore> staged(Session session, String catalogSchema) {
    return OwnSchemas.list(session, catalogSchema).stream()
        .flatMap(own -> StagingMark.read(session, own).stream())
        .max(java.util.Comparator.comparing(StagedRestore::at));
  }
}
