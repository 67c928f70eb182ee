package org.nessiebackup.report;

import java.util.List;
import org.nessiebackup.drill.DrillReport;

/** {@code drill}. */
public final class DrillJson {
  private static final Shape<DrillReport.Member> MEMBER =
      Shape.of(DrillReport.Member.class)
          .text("id", member -> member.id().value())
          .text("manifest_sha256", DrillReport.Member::manifestSha256)
          .number("stored_bytes", DrillReport.Member::storedBytes);

  private static final Shape<DrillReport.Table> TABLE =
      Shape.of(DrillReport.Table.class)
          .text("name", DrillReport.Table::name)
          .number("rows", DrillReport.Table::rows)
          .text("digest", DrillReport.Table::digest);

  private static final Shape<DrillReport.Subject> SUBJECT =
      Shape.of(DrillReport.Subject.class)
          .text("vault", DrillReport.Subject::vault)
          .text("vault_id", DrillReport.Subject::vaultId)
          .text("type", subject -> Labels.of(subject.backup().type()))
          .time("snapshot_at", subject -> subject.backup().snapshotAt())
          .text("source", subject -> subject.backup().source())
          .text("store_type", subject -> subject.backup().storeType())
          .text("encryption", subject -> subject.backup().encryption())
          .number("rows", DrillReport.Subject::rows)
          .list("members", MEMBER, DrillReport.Subject::members)
          .list("tables", TABLE, DrillReport.Subject::tables);

  private static final Shape<DrillReport> TARGET =
      Shape.of(DrillReport.class)
          .text("description", report -> report.place().description())
          .textIf("server_version", report -> report.place().serverVersion())
          .textIf("schema", report -> report.place().schema());

  private static final Shape<DrillReport.NessieServer> NESSIE =
      Shape.of(DrillReport.NessieServer.class)
          .text("description", DrillReport.NessieServer::description)
          .textIf("version", DrillReport.NessieServer::version)
          .textIf("sha256", DrillReport.NessieServer::sha256)
          .texts("repositories", DrillReport.NessieServer::repositories);

  private static final Shape<DrillReport.StepResult> STEP =
      Shape.of(DrillReport.StepResult.class)
          .text("step", step -> step.step().label())
          .text("outcome", step -> Labels.of(step.outcome()))
          .text("statement", step -> step.step().statement())
          .seconds("seconds", DrillReport.StepResult::took)
          .text("summary", DrillReport.StepResult::summary)
          .texts("details", DrillReport.StepResult::details);

  private static final Shape<DrillReport.Phase> PHASE =
      Shape.of(DrillReport.Phase.class)
          .text("name", DrillReport.Phase::name)
          .seconds("seconds", DrillReport.Phase::took);

  private static final Shape<DrillReport> DRILL =
      Shape.of(DrillReport.class)
          .flag("passed", DrillReport::passed)
          .textIf("failed_step", report -> report.failure().map(step -> step.step().label()))
          .text("backup_id", report -> report.subject().backup().id().value())
          .time("began", report -> report.run().begun())
          .time("ended", report -> report.run().ended())
          .seconds("recovery_seconds", DrillReport::recovery)
          .text("tool", report -> report.run().tool())
          .text("held_by", report -> report.run().host())
          .object("subject", SUBJECT, DrillReport::subject)
          .object("target", TARGET, report -> report)
          .objectIf("nessie", NESSIE, DrillReport::nessie)
          .list("steps", STEP, report -> report.course().steps())
          .list("phases", PHASE, report -> report.course().phases())
          .number("sample", report -> report.sampling().contents())
          .number("seed", report -> report.sampling().seed())
          .texts("warnings", DrillReport::warnings);

  /** What was proven. */
  public static final Shape<Result> RESULT =
      Shape.of(Result.class).members(DRILL, Result::drill).texts("reports", Result::files);

  private DrillJson() {}

  /**
   * What {@code drill} proved.
   *
   * @param drill the drill
   * @param files where it was written to
   */
  public record Result(DrillReport drill, List<String> files) {
    /** Takes its own copy of the list. */
    public Result {
      files = List.copyOf(files);
    }
  }
}
