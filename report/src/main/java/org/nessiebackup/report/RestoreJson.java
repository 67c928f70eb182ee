package org.nessiebackup.report;

import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.nessiebackup.browse.LossReport;
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
  private static final Shape<RestorePlan> STEPS =
      Shape.of(RestorePlan.class)
          .text("backup_id", plan -> plan.manifest().id().value())
          .object(
              "point",
              PointJson.POINT,
              plan -> new PointJson.Point(plan.point().id(), Optional.of(plan.point().at())))
          .objectIf("journal", ReplayJson.REPLAY, RestorePlan::journal)
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
          .number("rows", RestorePlan::rows)
          .number("raw_bytes", plan -> sum(plan, Manifest::rawBytes))
          .list("chain", MEMBER, RestorePlan::chain)
          .list("views", ViewMoveJson.VIEW, plan -> ViewMoveJson.of(plan.swap()))
          .texts("warnings", RestorePlan::warnings);

  private static final Shape<LossReport.Reference> LOST =
      Shape.of(LossReport.Reference.class)
          .text("repository", LossReport.Reference::repository)
          .text("type", each -> each.kind().name())
          .text("name", LossReport.Reference::name)
          .text("effect", each -> Labels.of(each.effect()))
          .numberIf("commits_lost", LossReport.Reference::commitsLost)
          .numberIf("commits_returned", LossReport.Reference::commitsReturned)
          .number("contents", LossReport.Reference::contents);

  private static final Shape<LossReport> LOSS =
      Shape.of(LossReport.class)
          .number("commits", LossReport::commits)
          .number("contents", LossReport::contents)
          .list("references", LOST, LossReport::references);

  /**
   * A plan, and what it costs.
   *
   * @param plan what a restore is going to do
   * @param loss what is lost by it; absent if nothing is replaced, or if it is not known
   * @param unknown why that is not known
   */
  public record Planned(RestorePlan plan, Optional<LossReport> loss, Optional<String> unknown) {}

  /** What a restore is going to do. */
  public static final Shape<Planned> PLAN =
      Shape.of(Planned.class)
          .members(STEPS, Planned::plan)
          .numberIf("estimated_seconds", each -> each.plan().estimate().map(Duration::toSeconds))
          .objectIf("loses", LOSS, Planned::loss)
          .textIf("loses_unknown", Planned::unknown)
          .texts("obstacles", each -> each.plan().swap().obstacles());

  /** What it did. */
  public static final Shape<RestoreReport> REPORT =
      Shape.of(RestoreReport.class)
          .text("backup_id", report -> report.restored().point().id().backup().value())
          .object(
              "point",
              PointJson.POINT,
              report ->
                  new PointJson.Point(
                      report.restored().point().id(), report.restored().point().state()))
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
    return plan.chain().stream().mapToLong(bytes).sum();
  }
}
