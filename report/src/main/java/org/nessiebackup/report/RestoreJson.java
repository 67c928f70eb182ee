package org.nessiebackup.report;

import java.util.function.ToLongFunction;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.tables.TableDescription;

/** {@code restore}. */
public final class RestoreJson {
  private static final Shape<TableDescription> REPLACED =
      Shape.of(TableDescription.class)
          .text("name", TableDescription::name)
          .number("bytes", TableDescription::bytes);

  private static final Shape<Manifest> MEMBER =
      Shape.of(Manifest.class)
          .text("id", member -> member.id().value())
          .text("type", member -> member.type().label())
          .number("stored_rows", Manifest::rows)
          .number("stored_bytes", Manifest::storedBytes);

  /** All of a plan but its obstacles. */
  public static final Shape<RestorePlan> STEPS =
      Shape.of(RestorePlan.class)
          .text("backup_id", plan -> plan.manifest().id().value())
          .ageIf("age_seconds", RestorePlan::age)
          .text("database", plan -> plan.swap().database())
          .text("schema", RestorePlan::schema)
          .flag("creates_schema", plan -> !plan.target().schemaExists())
          .text("owner", plan -> plan.target().owner())
          .list("replaced", REPLACED, plan -> plan.target().tables())
          .text("staging_schema", RestorePlan::stagingSchema)
          .textIf("kept_schema", RestorePlan::keptSchema)
          .number("jobs", RestorePlan::jobs)
          .text("compression", RestorePlan::compression)
          .number("rows", plan -> plan.manifest().wholeRows())
          .number("raw_bytes", plan -> sum(plan, Manifest::rawBytes))
          .list("chain", MEMBER, plan -> plan.chain().members())
          .list("views", ViewMoveJson.VIEW, plan -> ViewMoveJson.of(plan.swap()))
          .texts("warnings", RestorePlan::warnings);

  /** What a restore is going to do. */
  public static final Shape<RestorePlan> PLAN =
      STEPS.texts("obstacles", plan -> plan.swap().obstacles());

  /** What it did. */
  public static final Shape<RestoreReport> REPORT =
      Shape.of(RestoreReport.class)
          .text("backup_id", report -> report.restored().backup().value())
          .text("database", report -> report.swapped().database())
          .text("schema", RestoreReport::schema)
          .textIf("kept_schema", RestoreReport::keptSchema)
          .number("rows", report -> report.restored().load().rows())
          .number("raw_bytes", report -> report.restored().load().rawBytes())
          .seconds("loading_seconds", report -> report.restored().load().loading())
          .seconds("checking_seconds", report -> report.restored().load().checking())
          .seconds("swapping_seconds", report -> report.swapped().swapping())
          .texts("moved_views", report -> report.swapped().movedViews())
          .texts("warnings", report -> report.swapped().warnings());

  private RestoreJson() {}

  private static long sum(RestorePlan plan, ToLongFunction<Manifest> bytes) {
    return plan.chain().members().stream().mapToLong(bytes).sum();
  }
}
