package org.nessiebackup.swap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.KeptTables.Cause;
import org.nessiebackup.tables.SchemaMark;

/**
 * How far a restore has come, as the database itself knows: each step commits its trace together
 * with what it does, so it holds after a crash at any moment.
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

  /** Whether it has been the catalog, be it undone or not. */
  default boolean isDone() {
    return switch (this) {
      case Absent absent -> false;
      case Incomplete incomplete -> false;
      case Staged staged -> false;
      case Swapped swapped -> true;
      case Undone undone -> true;
    };
  }

  /**
   * Queries the database.
   *
   * @param catalogSchema the schema restored into
   * @param restore the name of the restore
   */
  static RestoreState of(Session session, String catalogSchema, RestoreId restore) {
    List<KeptTables> kept = KeptCatalog.describe(session, SchemaMark.list(session, catalogSchema));
    for (KeptTables each : kept) {
      if (each.restore().equals(Optional.of(restore))) {
        return each.cause() == Cause.UNDO ? new Undone(each) : new Swapped(Optional.of(each));
      }
    }
    Optional<SchemaMark> staging = StagedRestore.find(session, catalogSchema, restore);
    if (staging.isPresent()) {
      return StagedRestore.read(session, staging.get())
          .<RestoreState>map(Staged::new)
          .orElseGet(() -> new Incomplete(staging.get().schema()));
    }
    return restoredWhereNothingWas(session, catalogSchema, kept, restore)
        ? new Swapped(Optional.empty())
        : new Absent();
  }

  /**
   * Whether the tables of such a restore are in the catalog's schema, or kept by a later one:
   * nothing was kept then, whose schema could say that this restore has happened.
   */
  private static boolean restoredWhereNothingWas(
      Session session, String catalogSchema, List<KeptTables> kept, RestoreId restore) {
    List<String> places = new ArrayList<>(kept.stream().map(KeptTables::schema).toList());
    places.add(catalogSchema);
    return session
        .first(
            "look for restored tables",
            """
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (?) AND c.relkind = 'r'
              AND obj_description(c.oid, 'pg_class') = ?
            """,
            row -> 1,
            places,
            SchemaMark.restoredBy(restore.value()))
        .isPresent();
  }

  /** The newest complete staging of a catalog, whatever its restore; absent if there is none. */
  static Optional<StagedRestore> staged(Session session, String catalogSchema) {
    return SchemaMark.list(session, catalogSchema).stream()
        .flatMap(mark -> StagedRestore.read(session, mark).stream())
        .max(Comparator.comparing(StagedRestore::at));
  }
}
