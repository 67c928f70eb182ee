package org.nessiebackup.undo;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.BuiltOn;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.properties.DependentViews;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.Replacement;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreTarget;
import org.nessiebackup.swap.Swap;
import org.nessiebackup.swap.SwapPlan;
import org.nessiebackup.swap.SwapPrivileges;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.vault.replica.Replicas;
import org.nessiebackup.vault.replica.StoppedReplicas;

/**
 * Takes the last restore back, by the same swap that made it; so an undo is all or nothing too, and
 * can itself be undone. Making one touches nothing.
 *
 * @param database the database
 * @param replicas where it is written down that the catalog's replicas have stopped; absent if no
 *     vault is given
 * @param context clock, progress and a request to stop
 */
public record RestoreUndo(Database database, Optional<Replicas> replicas, WorkContext context) {
  /** Without a vault. */
  public RestoreUndo(Database database, WorkContext context) {
    this(database, Optional.empty(), context);
  }

  /**
   * Says what an undo would do.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if nothing is kept, {@link
   *     Failure#PERMISSION} naming the GRANTs that are missing, {@link Failure#TARGET_GUARDED} if
   *     the kept schema holds what is not ours, or a view cannot be moved as wanted
   */
  public UndoPlan.SwapBack planUndo(UndoOptions options) {
    try (Session session = database.open(context.cancellation())) {
      KeptTables newest = KeptSets.require(session, options.schema()).getFirst();
      options.keptSchema().ifPresent(wanted -> refuseOther(newest, wanted));
      CatalogLocation catalog = KeptSets.catalog(newest);
      RestoreTarget target = RestoreTarget.inspect(session, catalog);
      refuseMissing(session, newest);
      refuseStrangers(session, newest);
      ViewPolicy viewPolicy = viewPolicy(newest, options);
      List<TableShape> arriving = DependentViews.shapes(session, newest.schema(), catalog.names());
      BuiltOn built = BuiltOn.of(session, catalog, arriving, viewPolicy);
      RestoreId name = RestoreId.create(context.clock().instant());
      return new UndoPlan.SwapBack(
          newest, SwapPlan.of(name, target, viewPolicy, built, options.allowConnected()));
    }
  }

  /** What a restore has moved moves back, as far as it can: going back must not fail for it. */
  private static ViewPolicy viewPolicy(KeptTables kept, UndoOptions options) {
    return kept.viewsMoved() && !options.moveViews()
        ? ViewPolicy.MOVE_MOVABLE
        : ViewPolicy.asked(options.moveViews());
  }

  private static void refuseMissing(Session session, KeptTables kept) {
    SwapPrivileges.require(
        session,
        "bring the tables back from schema \"" + kept.schema() + "\"",
        SwapPrivileges.toUndo(session, kept, KeptSets.tables(kept)));
  }

  /** The schema goes when its tables have left, and with it nothing that is not ours. */
  private static void refuseStrangers(Session session, KeptTables kept) {
    List<String> strangers =
        KeptCatalog.dependents(session, kept, KeptSets.tables(kept)).named().stream()
            .filter(Dependent::inside)
            .map(Dependent::title)
            .toList();
    if (!strangers.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "schema \"%s\", whose tables would come back, holds what is not ours: %s"
              .formatted(kept.schema(), String.join(", ", strangers)),
          "Nothing was changed. Move these to another schema (ALTER … SET SCHEMA), then undo"
              + " again.");
    }
  }

  /**
   * Says what a release would drop.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if nothing is kept and no age was
   *     given, {@link Failure#PERMISSION} naming what is missing
   */
  public UndoPlan.Release planRelease(UndoOptions options) {
    try (Session session = database.open(context.cancellation())) {
      return new Release(session, context).plan(options);
    }
  }

  /**
   * Does what a plan says.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the plan has obstacles
   */
  public UndoReport execute(UndoPlan plan) {
    try (Session session = database.open(context.cancellation())) {
      plan.schema().ifPresent(schema -> CatalogLock.acquire(session, schema));
      return switch (plan) {
        case UndoPlan.SwapBack back -> swapBack(session, back);
        case UndoPlan.Release release -> new Release(session, context).execute(release);
      };
    }
  }

  private UndoReport swapBack(Session session, UndoPlan.SwapBack plan) {
    plan.swap().refuseObstacles("the catalog cannot be exchanged now");
    KeptTables kept = plan.kept();
    refuseOther(
        KeptSets.require(session, Optional.of(kept.catalogSchema())).getFirst(), kept.schema());
    CatalogLocation catalog = KeptSets.catalog(kept);
    boolean replacesTables = !RestoreTarget.inspect(session, catalog).tables().isEmpty();
    SchemaMark replacement =
        Replacement.byUndo(kept, plan.swap().name(), context.clock().instant());
    context.progress().step("swapping the tables", 0);
    Swap.Outcome<?> swapped =
        plan.swap().run(session, Optional.of(kept.schema()), replacement, () -> {});
    new StoppedReplicas(replicas, context)
        .of(
            swapped.replicas(),
            () -> new ServerSource(ServerFacts.of(session), catalog).identity(),
            "an undo has exchanged the primary's tables");
    return new UndoReport(
        UndoReport.Action.SWAP_BACK,
        plan.schema(),
        replacesTables ? Optional.of(plan.swap().keptSchema()) : Optional.empty(),
        List.of(),
        List.of(),
        swapped.movedViews(),
        swapped.elapsed());
  }

  private static void refuseOther(KeptTables newest, String wanted) {
    if (!newest.schema().equals(wanted)) {
      throw Failure.TARGET_GUARDED.exception(
          "the tables in schema \"%s\" are not what was replaced last: that is in schema \"%s\""
              .formatted(wanted, newest.schema()),
          "Somebody has restored, undone or reset since. Nothing was changed; `undo --dry-run`"
              + " shows what there is.");
    }
  }
}
