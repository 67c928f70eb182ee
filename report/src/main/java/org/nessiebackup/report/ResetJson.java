package org.nessiebackup.report;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.reset.ResetReport;

/** {@code reset}. */
public final class ResetJson {
  private static final Shape<ResetPlan.MovedTable> TABLE =
      Shape.of(ResetPlan.MovedTable.class)
          .text("name", ResetPlan.MovedTable::name)
          .numberIf("rows", ResetPlan.MovedTable::rows)
          .number("bytes", ResetPlan.MovedTable::bytes);

  /** All of a plan but its obstacles. */
  public static final Shape<ResetPlan> STEPS =
      Shape.of(ResetPlan.class)
          .text("database", plan -> plan.swap().database())
          .text("schema", plan -> plan.catalog().schema())
          .text("store_type", plan -> plan.catalog().tables().label())
          .list("tables", TABLE, ResetPlan::tables)
          .numberIf("references", ResetPlan::references)
          .text("confirmation_code", ResetPlan::code)
          .text("kept_schema", plan -> plan.swap().keptSchema())
          .texts("warnings", plan -> plan.swap().builtOn().warnings());

  /** What a reset is going to do. */
  public static final Shape<ResetPlan> PLAN =
      STEPS.texts("obstacles", plan -> plan.swap().obstacles());

  /** What it did. */
  public static final Shape<Result> RESULT =
      Shape.of(Result.class)
          .text("database", result -> result.reset().database())
          .text("schema", result -> result.reset().schema())
          .text("kept_schema", result -> result.reset().keptSchema())
          .textIf("backup_id", result -> result.backup().map(BackupId::value))
          .seconds("seconds_elapsed", result -> result.reset().elapsed());

  private ResetJson() {}

  /**
   * What {@code reset} did.
   *
   * @param reset the reset
   * @param backup the last backup, if one was taken
   */
  public record Result(ResetReport reset, Optional<BackupId> backup) {}
}
