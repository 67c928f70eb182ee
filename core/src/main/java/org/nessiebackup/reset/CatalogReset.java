package org.nessiebackup.reset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.BuiltOn;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.Replacement;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreTarget;
import org.nessiebackup.swap.Swap;
import org.nessiebackup.swap.SwapPlan;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogIdentity;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.PointerRows;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.vault.replica.Replicas;
import org.nessiebackup.vault.replica.StoppedReplicas;

/**
 * Moves the tables of a catalog aside, by the swap of a restore that brings nothing in. Nessie
 * makes new tables and an empty main at its next start; an undo brings the former ones back. The
 * catalog may be damaged: what its tables hold does not matter. Making one touches nothing.
 *
 * @param database the database
 * @param replicas where it is written down that the catalog's replicas have stopped; absent if no
 *     vault is given
 * @param context clock, progress and a request to stop
 */
public record CatalogReset(Database database, Optional<Replicas> replicas, WorkContext context) {
  /** Without a vault. */
  public CatalogReset(Database database, WorkContext context) {
    this(database, Optional.empty(), context);
  }

  /**
   * Says what a reset would do.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} if there is nothing to reset
   */
  public ResetPlan plan(ResetOptions options) {
    context.progress().step("looking at the catalog", 0);
    try (Session session = database.open(context.cancellation())) {
      CatalogLocation catalog =
          CatalogFinder.findPart(session, StoreType.tableSets(options.tables()), options.schema());
      RestoreTarget target = RestoreTarget.inspect(session, catalog);
      CatalogIdentity identity = CatalogIdentity.of(session, catalog);
      BuiltOn built = BuiltOn.of(session, catalog, List.of(), ViewPolicy.LEAVE);
      RestoreId name = RestoreId.create(context.clock().instant());
      return new ResetPlan(
          SwapPlan.of(name, target, ViewPolicy.LEAVE, built, options.allowConnected()),
          identity.tables().stream()
              .map(
                  table ->
                      new ResetPlan.MovedTable(
                          table.name(),
                          CatalogIdentity.rows(session, catalog, table.name()),
                          table.bytes()))
              .toList(),
          references(session, catalog),
          identity.code());
    }
  }

  /**
   * Refuses a plan that has obstacles, or was not confirmed by its code. Changes nothing.
   *
   * @param code what the user has repeated; absent if nothing
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public void check(ResetPlan plan, Optional<String> code) {
    plan.swap().refuseObstacles("the catalog cannot be reset now");
    if (code.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "a reset of the catalog in " + plan.catalog() + " has to be confirmed by its code",
          "`reset --dry-run` shows the catalog and its code; repeat it with --confirm.");
    }
    if (!code.get().strip().toLowerCase(Locale.ROOT).equals(plan.code())) {
      throw Failure.TARGET_GUARDED.exception(
          "\"%s\" is not the confirmation code of the catalog in %s of database \"%s\""
              .formatted(code.get(), plan.catalog(), plan.swap().database()),
          "Look whether it is the right catalog: `reset --dry-run` shows it with its code.");
    }
  }

  /**
   * Does what a plan says.
   *
   * @param code what the user has repeated
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the plan has obstacles, the code is
   *     another or somebody is connected, {@link Failure#LOCKED} if the catalog is not the one of
   *     the plan any more; nothing was changed then
   */
  public ResetReport execute(ResetPlan plan, String code) {
    check(plan, Optional.of(code));
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, plan.catalog().schema());
      context.progress().step("moving the tables aside", 0);
      SchemaMark kept =
          Replacement.byReset(
              plan.swap().name(), plan.catalog().schema(), context.clock().instant());
      Swap.Outcome<?> swapped =
          plan.swap().run(session, Optional.empty(), kept, () -> refuseOther(session, plan));
      new StoppedReplicas(replicas, context)
          .of(
              swapped.replicas(),
              () -> new ServerSource(ServerFacts.of(session), plan.catalog()).identity(),
              "a reset has moved the primary's tables aside");
      return new ResetReport(
          plan.swap().database(),
          plan.catalog().schema(),
          plan.swap().keptSchema(),
          swapped.elapsed());
    }
  }

  private static void refuseOther(Session session, ResetPlan plan) {
    if (!CatalogIdentity.of(session, plan.catalog()).code().equals(plan.code())) {
      throw Failure.LOCKED.exception(
          "the tables in " + plan.catalog() + " were exchanged since the plan was made",
          "Nothing was changed. `reset --dry-run` shows what there is now.");
    }
  }

  /** A number for people, who may know it: no reason to fail where the table is damaged. */
  private static Optional<Long> references(Session session, CatalogLocation catalog) {
    StoreType type = StoreType.of(catalog.tables().label()).orElseThrow();
    try {
      return Optional.of(
          new PointerRows(
                  catalog, type.references(), PointerRows.Columns.of(type.referenceColumns()))
              .read(session).stream()
                  .flatMap(row -> NessieReference.of(row.name(), row.pointer()).stream())
                  .count());
    } catch (BackupException e) {
      return switch (e.failure()) {
        case DATABASE, CATALOG_NOT_FOUND -> Optional.empty();
        default -> throw e;
      };
    }
  }
}
