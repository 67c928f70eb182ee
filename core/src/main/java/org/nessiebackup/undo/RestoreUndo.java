package org.nessiebackup.undo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.WorkContext;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.CatalogLock;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.KeptCatalog;
import org.nessiebackup.postgres.KeptTables;
import org.nessiebackup.postgres.Replacement;
import org.nessiebackup.postgres.RestoreId;
import org.nessiebackup.postgres.RestoreTarget;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Swap;

/**
 * Takes the last restore back, by the same swap that made it; so an undo is all or nothing too, and
 * can itself be undone.
 */
public final class RestoreUndo {
  private final Database database;
  private final WorkContext context;

  /** Touches nothing yet. */
  public RestoreUndo(Database database, WorkContext context) {
    this.database = database;
    this.context = context;
  }

  /**
   * Says what an undo would do.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if nothing is kept
   */
  public UndoPlan planUndo(UndoOptions options) {
    try (Session session = database.open(context.cancellation())) {
      KeptTables newest = kept(session, options).getFirst();
      options.keptSchema().ifPresent(wanted -> refuseOther(newest, wanted));
      RestoreTarget target = RestoreTarget.inspect(session, location(newest));
      return new UndoPlan(
          UndoPlan.Action.SWAP_BACK,
          List.of(newest),
          RestoreId.create(context.clock().instant()),
          options.allowConnected(),
          options.allowConnected() ? List.of() : target.connected());
    }
  }

  /**
   * Says what a release would drop.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if nothing is kept
   */
  public UndoPlan planRelease(UndoOptions options) {
    try (Session session = database.open(context.cancellation())) {
      return new UndoPlan(
          UndoPlan.Action.RELEASE,
          kept(session, options),
          RestoreId.create(context.clock().instant()),
          options.allowConnected(),
          List.of());
    }
  }

  /**
   * Does what a plan says.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the plan has obstacles
   */
  public UndoReport execute(UndoPlan plan) {
    if (!plan.obstacles().isEmpty()) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
          "the catalog cannot be exchanged now: " + String.join("; ", plan.obstacles()),
          "Stop Nessie (scale it to 0) and try again; on Kubernetes, --kubernetes does that for you."
              + " --allow-connected goes on regardless.");
    }
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, plan.kept().getFirst().catalogSchema());
      return switch (plan.action()) {
        case SWAP_BACK -> swapBack(session, plan);
        case RELEASE -> release(session, plan);
      };
    }
  }

  private UndoReport swapBack(Session session, UndoPlan plan) {
    KeptTables kept = plan.kept().getFirst();
    refuseOther(newest(session, kept), kept.schema());
    CatalogLocation catalog = location(kept);
    boolean replacesTables = !RestoreTarget.inspect(session, catalog).tables().isEmpty();
    context.progress().step("swapping the tables", 0);
    Duration elapsed =
        new Swap(
                catalog,
                Optional.of(kept.schema()),
                Replacement.byUndo(kept, plan.undo(), context.clock().instant()),
                plan.allowConnected())
            .run(session);
    return new UndoReport(
        plan.action(),
        catalog.schema(),
        replacesTables ? Optional.of(plan.keptSchema()) : Optional.empty(),
        List.of(),
        elapsed);
  }

  private UndoReport release(Session session, UndoPlan plan) {
    long begun = System.nanoTime();
    List<String> released = new ArrayList<>();
    context.progress().step("dropping kept tables", 0);
    for (KeptTables kept : plan.kept()) {
      context.cancellation().check();
      KeptCatalog.release(session, kept);
      released.add(kept.schema());
    }
    return new UndoReport(
        plan.action(),
        plan.kept().getFirst().catalogSchema(),
        Optional.empty(),
        released,
        Duration.ofNanos(System.nanoTime() - begun));
  }

  /** The kept tables of one catalog, newest first. */
  private static List<KeptTables> kept(Session session, UndoOptions options) {
    List<KeptTables> all = KeptCatalog.list(session);
    List<KeptTables> wanted =
        all.stream()
            .filter(kept -> options.schema().map(kept.catalogSchema()::equals).orElse(true))
            .toList();
    if (wanted.isEmpty()) {
      throw new BackupException(
          Failure.BACKUP_NOT_FOUND,
          "there is nothing to undo: no restore has kept replaced tables"
              + options.schema().map(" of schema \"%s\""::formatted).orElse(""),
          all.isEmpty() ? null : "Tables of other schemas are kept; --schema names one.");
    }
    List<String> schemas = wanted.stream().map(KeptTables::catalogSchema).distinct().toList();
    if (schemas.size() > 1) {
      throw new BackupException(
          Failure.CATALOG_AMBIGUOUS,
          "tables of several catalogs are kept: \"" + String.join("\", \"", schemas) + "\"",
          "Name one with --schema.");
    }
    return wanted;
  }

  private static KeptTables newest(Session session, KeptTables planned) {
    return kept(session, new UndoOptions(Optional.of(planned.catalogSchema()), false)).getFirst();
  }

  private static void refuseOther(KeptTables newest, String wanted) {
    if (!newest.schema().equals(wanted)) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
          "the tables in schema \"%s\" are not what was replaced last: that is in schema \"%s\""
              .formatted(wanted, newest.schema()),
          "Somebody has restored, undone or reset since. Nothing was changed; `undo --dry-run` shows"
              + " what there is.");
    }
  }

  /**
   * All tables of the catalog make room, also those that were missing when the kept ones were
   * replaced: a mixture of two catalogs would be none.
   */
  private static CatalogLocation location(KeptTables kept) {
    return new CatalogLocation(
        kept.catalogSchema(),
        StoreType.tableSets().stream()
            .filter(set -> set.tables().containsAll(kept.tables()))
            .findFirst()
            .orElseGet(() -> new TableSet("kept", kept.tables())));
  }
}
