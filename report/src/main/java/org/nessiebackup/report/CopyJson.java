package org.nessiebackup.report;

import org.nessiebackup.BackupId;
import org.nessiebackup.copy.CopyPlan;
import org.nessiebackup.copy.CopyReport;
import org.nessiebackup.manifest.Manifest;

/** {@code copy}. */
public final class CopyJson {
  private static final Shape<CopyPlan.Failed> FAILED =
      Shape.of(CopyPlan.Failed.class)
          .text("id", each -> each.id().value())
          .text("message", CopyPlan.Failed::message);

  private static final Shape<Manifest> COPIED =
      Shape.of(Manifest.class)
          .text("id", each -> each.id().value())
          .number("stored_bytes", Manifest::storedBytes);

  /** What is going to be copied. */
  public static final Shape<CopyPlan> PLAN =
      Shape.of(CopyPlan.class)
          .text("mode", plan -> plan.mode().label())
          .text("target", CopyPlan::target)
          .flag("creates_vault", CopyPlan::createsVault)
          .number("present", CopyPlan::present)
          .number("bytes", CopyPlan::bytes)
          .list("backups", COPIED, CopyPlan::backups)
          .list("unreadable", FAILED, CopyPlan::unreadable)
          .number("tips", plan -> plan.tips().count())
          .number("journal_files", plan -> plan.journal().files());

  /** What was copied. */
  public static final Shape<CopyReport> REPORT =
      Shape.of(CopyReport.class)
          .text("mode", report -> report.mode().label())
          .text("target", CopyReport::target)
          .texts("copied", report -> report.copied().stream().map(BackupId::value).toList())
          .number("present", CopyReport::present)
          .list("failed", FAILED, CopyReport::failed)
          .number("tips", report -> report.written().tips())
          .number("journal_files", report -> report.written().journal())
          .number("bytes", CopyReport::bytes)
          .seconds("seconds_elapsed", CopyReport::elapsed);

  private CopyJson() {}
}
