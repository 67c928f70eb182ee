package org.nessiebackup.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Quantity;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.drill.DrillReport.Member;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.Place;
import org.nessiebackup.drill.DrillReport.Subject;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.references.CatalogReferences;
import org.nessiebackup.references.ReferencesReport;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.StagedRestore;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;

/** One drill with one recovery point, from its first step to its last. */
final class DrillRun {
  private final Vault vault;
  private final RecoveryPoint point;
  private final Manifest manifest;
  private final DrillOptions options;
  private final WorkContext context;
  private final StepLog steps;
  private final CleanupStack cleanup = new CleanupStack();
  private final List<String> warnings = new ArrayList<>();
  private final RestoreId restoreId;
  private List<Member> members = List.of();
  private DrillTarget copy;
  private StagedRestore staged;
  private ReferencesReport references;
  private Optional<CatalogSource> rows = Optional.empty();
  private Optional<DrillReport.NessieServer> nessie = Optional.empty();

  DrillRun(Vault vault, RecoveryPoint point, DrillOptions options, WorkContext context) {
    this.vault = vault;
    this.point = point;
    this.manifest = point.backup();
    this.options = options;
    this.context = context.uncounted();
    this.steps = new StepLog(context, options.steps());
    this.restoreId = RestoreId.create(context.clock().instant());
  }

  /**
   * Goes through all steps until one fails, and cleans up in any case.
   *
   * @param begun when the drill began
   * @param begunNanos the same moment, by the clock that measures
   */
  DrillReport run(Instant begun, long begunNanos) {
    try (cleanup) {
      rehearse(begunNanos);
      cleanUp();
    }
    context.cancellation().check();
    return new DrillReport(
        new DrillReport.Run(context.tool(), context.owner(), begun, context.clock().instant()),
        subject(),
        place(),
        nessie,
        new DrillReport.Course(steps.results(), steps.phases()),
        options.sampling(),
        warnings);
  }

  private void rehearse(long begunNanos) {
    boolean restored =
        steps.run(DrillStep.OPEN, begunNanos, this::open)
            && steps.run(DrillStep.DATABASE, this::database)
            && steps.run(DrillStep.RESTORE, this::restore)
            && steps.run(DrillStep.SWAP, this::swap);
    if (restored && walkGraph() && askForFiles()) {
      serve();
    }
  }

  private StepLog.Seen open() {
    context.progress().step("looking at the backup", 0);
    BackupChain chain = vault.backups().chain(manifest.id());
    members =
        chain.members().stream()
            .map(
                each ->
                    new Member(
                        each.id(),
                        vault.backups().identified(each.id()).sha256(),
                        each.storedBytes()))
            .toList();
    chain.members().forEach(vault.keys()::checkReader);
    chain.members().forEach(vault.backups()::checkComplete);
    return StepLog.Seen.of(
        "%s%s; all objects are there in their size, and %s"
            .formatted(
                point.id().isBackup() ? "" : "%s, from its base: ".formatted(point.id()),
                members.size() == 1
                    ? "a full backup"
                    : "builds on %s, which %s there"
                        .formatted(
                            Quantity.count(members.size() - 1, "other"),
                            members.size() == 2 ? "is" : "are"),
                manifest.encrypted() ? "a key at hand opens them" : "they are not encrypted"));
  }

  private StepLog.Seen database() {
    context.progress().step("making a database ready", 0);
    long begun = System.nanoTime();
    copy = new DrillTarget(manifest.source(), context, cleanup, warnings);
    copy.make(options.target(), restoreId);
    steps.phase("database", StepLog.since(begun));
    return StepLog.Seen.of(
        "PostgreSQL %s, schema \"%s\""
            .formatted(copy.serverVersion().orElseThrow(), copy.schema()));
  }

  private StepLog.Seen restore() {
    CatalogRestore restore = catalogRestore();
    RestorePlan plan =
        restore.plan(
            new RestoreOptions(
                PointSelector.of(point.id()),
                Optional.of(copy.schema()),
                options.jobs(),
                false,
                false),
            restoreId);
    warnings.addAll(plan.warnings());
    staged = restore.stage(plan);
    steps.phase("loading", staged.load().loading());
    steps.phase("checking", staged.load().checking());
    return new StepLog.Seen(
        "%s, %s as COPY binary"
            .formatted(
                Quantity.count(staged.load().rows(), "row"),
                Quantity.bytes(staged.load().rawBytes())),
        manifest.tables().stream()
            .map(
                table ->
                    "table \"%s\": %s, digest of those stored in this backup %s"
                        .formatted(
                            table.name(), Quantity.count(table.wholeRows(), "row"), table.digest()))
            .toList());
  }

  private CatalogRestore catalogRestore() {
    return new CatalogRestore(vault, copy.database(), context);
  }

  private StepLog.Seen swap() {
    RestoreReport report = catalogRestore().swap(staged, false);
    steps.phase("swapping", report.swapped().swapping());
    warnings.addAll(report.swapped().warnings());
    // Read before any Nessie has seen the tables.
    references = new CatalogReferences(copy.database(), context).read(location());
    keepRows();
    return StepLog.Seen.of(
        "%s %s in %s"
            .formatted(
                Quantity.count(references.count()),
                references.count() == 1 ? "branch or tag" : "branches and tags",
                Quantity.count(references.repositories().size(), "Nessie repository")));
  }

  /** A snapshot, which shows the rows as restored whatever Nessie does to them. */
  private void keepRows() {
    switch (storeType()) {
      case JDBC2 -> {
        LiveCatalog live = snapshot();
        cleanup.add(live::close);
        rows = Optional.of(live);
      }
      // Its objects have columns of their own, which the readers do not know.
      case JDBC -> rows = Optional.empty();
    }
  }

  private LiveCatalog snapshot() {
    return LiveCatalog.open(
        copy.database(),
        new CatalogOrigin.Live(Optional.of(copy.schema()), Optional.of(storeType().tables())),
        options.jobs(),
        context);
  }

  private StoreType storeType() {
    return StoreType.of(manifest.source().storeType()).orElseThrow();
  }

  private CatalogLocation location() {
    return new CatalogLocation(copy.schema(), storeType().tables());
  }

  /** Before any Nessie may have mended something. */
  private boolean walkGraph() {
    return switch (storeType()) {
      case JDBC2 ->
          steps.run(
              DrillStep.GRAPH,
              () -> {
                context.progress().step("walking the commit graph", 0);
                return new GraphCheckStep(copy.database(), location(), context)
                    .check(options.jobs());
              });
      case JDBC -> {
        steps.leaveOut(
            DrillStep.GRAPH, "the graph of a catalog of store type JDBC cannot be checked");
        yield true;
      }
    };
  }

  /** Those of the copy, as Nessie would name them. */
  private boolean askForFiles() {
    if (options.files().isEmpty() || rows.isEmpty()) {
      steps.leaveOut(
          DrillStep.FILES,
          options.files().isEmpty()
              ? "the files of tables were not to be asked for"
              : "the tables of a catalog of store type JDBC cannot be read");
      return true;
    }
    return steps.run(
        DrillStep.FILES,
        () ->
            new FileCheckStep(this::snapshot, options.files().get(), context)
                .check(options.jobs()));
  }

  private void serve() {
    NessieSteps rehearsal =
        new NessieSteps(options, copy, manifest.source().storeType(), references, rows, context);
    rehearsal.run(steps);
    nessie = rehearsal.server();
  }

  /** Even if the drill has failed before. */
  private void cleanUp() {
    steps.begins(DrillStep.CLEAN_UP);
    context.progress().step("cleaning up", 0);
    long begun = System.nanoTime();
    try {
      cleanup.close();
      Duration took = StepLog.since(begun);
      steps.add(
          DrillStep.CLEAN_UP,
          Outcome.PROVEN,
          took,
          StepLog.Seen.of("processes have ended, files and schemas are gone"));
    } catch (BackupException e) {
      steps.failed(DrillStep.CLEAN_UP, StepLog.since(begun), e);
    }
  }

  private Subject subject() {
    return new Subject(
        vault.location(),
        vault.description().id(),
        new DrillReport.Backup(
            manifest.id(),
            new DrillReport.Restored(point.id(), point.at()),
            manifest.type(),
            manifest.snapshotAt(),
            manifest.source().describe(),
            manifest.source().storeType(),
            manifest.encryption()),
        members,
        manifest.tables().stream()
            .map(table -> new DrillReport.Table(table.name(), table.wholeRows(), table.digest()))
            .toList());
  }

  private Place place() {
    Optional<DrillTarget> made = Optional.ofNullable(copy);
    return new Place(
        DrillTarget.describe(options.target()),
        made.flatMap(DrillTarget::serverVersion),
        made.map(DrillTarget::schema).filter(each -> !each.isEmpty()));
  }
}
