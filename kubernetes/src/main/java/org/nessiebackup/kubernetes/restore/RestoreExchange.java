package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.CatalogPlan;
import org.nessiebackup.kubernetes.exchange.DatabaseSteps;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupSelector;

/** A backup takes the catalog's place. */
public final class RestoreExchange implements CatalogExchange<RestorePlan, RestoreReport> {
  private final ExchangeContext context;
  private final Supplier<Vault> vault;
  private final RestoreRequest request;

  /**
   * Touches nothing yet.
   *
   * @param vault opens the vault; not used if what is needed of it is in the database already
   */
  public RestoreExchange(ExchangeContext context, Supplier<Vault> vault, RestoreRequest request) {
    this.context = context;
    this.vault = vault;
    this.request = request;
  }

  @Override
  public ExchangeAction action() {
    return ExchangeAction.RESTORE;
  }

  @Override
  public CatalogPlan<RestorePlan> plan() {
    String backup =
        request
            .backup()
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "no restore was begun that could go on",
                        "Name a backup to restore, or \"latest\"."));
    return plan(backup, request.schema(), RestoreId.create(context.now()));
  }

  private CatalogPlan<RestorePlan> plan(String backup, Optional<String> schema, RestoreId id) {
    RestorePlan plan =
        new CatalogRestore(vault.get(), context.database(), context.interruptible())
            .plan(options(backup, schema), id);
    return new CatalogPlan<>(
        new ExchangeTarget(id, plan.swap().catalog(), Optional.of(plan.manifest().id().value())),
        Optional.of(plan.unobstructed()));
  }

  private RestoreOptions options(String backup, Optional<String> schema) {
    return new RestoreOptions(backup, schema, request.jobs(), false, request.moveViews());
  }

  /** {@code latest} may be another backup by now; what was begun goes on. */
  @Override
  public boolean continues(Checkpoint begun) {
    return request
        .backup()
        .map(words -> BackupSelector.of(words, context.now()))
        .map(wanted -> begun.source().map(BackupId::new).filter(wanted::mayBe).isPresent())
        .orElse(true);
  }

  @Override
  public CatalogPlan<RestorePlan> resume(Checkpoint begun) {
    RestoreId id = new RestoreId(begun.work());
    return isInDatabase(begun.schema(), id)
        ? new CatalogPlan<>(target(begun), Optional.empty())
        : plan(begun.source().orElseThrow(), Optional.of(begun.schema()), id);
  }

  private boolean isInDatabase(String schema, RestoreId id) {
    try (Session session = context.database().open(context.interruptible().cancellation())) {
      return switch (RestoreState.of(session, schema, id)) {
        case RestoreState.Absent absent -> false;
        case RestoreState.Incomplete incomplete -> false;
        case RestoreState.Staged staged -> true;
        case RestoreState.Swapped swapped -> true;
        case RestoreState.Undone undone -> true;
      };
    }
  }

  @Override
  public ExchangeTarget target(Checkpoint begun) {
    return ExchangeTarget.of(begun, catalog(begun.schema()));
  }

  /** Where there is none yet, the restore makes one of the current kind. */
  private CatalogLocation catalog(String schema) {
    try {
      return context.catalog(schema);
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND) {
        throw e;
      }
      return new CatalogLocation(schema, StoreType.JDBC2.tables());
    }
  }

  @Override
  public DatabaseSteps<RestoreReport> steps(ExchangeTarget target) {
    return new RestoreSteps(
        context,
        vault,
        target,
        options(target.source().orElseThrow(), Optional.of(target.catalog().schema())));
  }
}
