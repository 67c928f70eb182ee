package org.nessiebackup.report;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;

/** {@code undo}. */
public final class UndoJson {
  private static final Shape<KeptTables> KEPT =
      Shape.of(KeptTables.class)
          .text("schema", KeptTables::schema)
          .text("catalog_schema", KeptTables::catalogSchema)
          .texts("tables", KeptTables::tables)
          .time("replaced_at", KeptTables::replacedAt)
          .text("cause", kept -> Labels.of(kept.cause()))
          .textIf("replaced_by", KeptTables::replacedBy)
          .number("bytes", KeptTables::bytes);

  private static final Shape<FoundDependent> DEPENDENT =
      Shape.of(FoundDependent.class)
          .text("schema", each -> each.dependent.schema())
          .text("kind", each -> each.dependent.kind())
          .text("name", each -> each.dependent.name())
          .textIf("definition", each -> each.dependent.definition())
          .textIf("move_statement", each -> each.catalog.flatMap(each.dependent::readingFrom));

  private static final Shape<UndoPlan.SwapBack> SWAP_BACK =
      Shape.of(UndoPlan.SwapBack.class)
          .text("action", plan -> Labels.of(UndoReport.Action.SWAP_BACK))
          .list("kept", KEPT, plan -> List.of(plan.kept()))
          .texts("held", plan -> List.of())
          .list("dependents", DEPENDENT, plan -> List.of())
          .text("kept_schema", plan -> plan.swap().keptSchema())
          .list("views", ViewMoveJson.VIEW, plan -> ViewMoveJson.of(plan.swap()))
          .texts("warnings", plan -> plan.swap().builtOn().warnings());

  private static final Shape<UndoPlan.Release> RELEASE =
      Shape.of(UndoPlan.Release.class)
          .text("action", plan -> Labels.of(UndoReport.Action.RELEASE))
          .list("kept", KEPT, UndoPlan.Release::kept)
          .texts("held", plan -> plan.held().stream().map(KeptTables::schema).toList())
          .list("dependents", DEPENDENT, FoundDependent::of);

  /** All of a plan but its obstacles. */
  public static final Shape<UndoPlan> STEPS =
      Shape.of(UndoPlan.class)
          .either(UndoPlan.SwapBack.class, SWAP_BACK, UndoPlan.Release.class, RELEASE);

  /** What an undo is going to do. */
  public static final Shape<UndoPlan> PLAN = STEPS.texts("obstacles", UndoPlan::obstacles);

  /** What it did. */
  public static final Shape<UndoReport> REPORT =
      Shape.of(UndoReport.class)
          .text("action", report -> Labels.of(report.action()))
          .textIf("schema", UndoReport::schema)
          .textIf("kept_schema", UndoReport::keptSchema)
          .texts("released", UndoReport::released)
          .texts("held", UndoReport::held)
          .texts("moved_views", UndoReport::movedViews)
          .seconds("seconds_elapsed", UndoReport::elapsed);

  private UndoJson() {}

  private record FoundDependent(Dependent dependent, Optional<String> catalog) {
    private static List<FoundDependent> of(UndoPlan.Release plan) {
      return plan.dependents().stream()
          .map(each -> new FoundDependent(each, plan.schema()))
          .toList();
    }
  }
}
