package org.nessiebackup.cli.restore;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.report.UndoJson;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.undo.UndoPlan;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code undo} is going to do. */
record UndoPlanView(UndoPlan plan) implements View {
  private static final int DEFINITION = 600;

  @Override
  public int exitCode() {
    boolean held = plan instanceof UndoPlan.Release release && !release.held().isEmpty();
    return held ? Failure.TARGET_GUARDED.exitCode() : PlanText.exitCode(plan.obstacles());
  }

  @Override
  public void text(TextPage page) {
    lines(plan, page);
    PlanText.obstacles(plan.obstacles(), page);
  }

  /** All but the obstacles. */
  static void lines(UndoPlan plan, TextPage page) {
    switch (plan) {
      case UndoPlan.SwapBack back -> {
        page.line("plan: bring the tables back that the last restore replaced");
        page.field("schema", describe(back.kept()));
        page.field("keeps", "the current tables in schema \"" + back.swap().keptSchema() + "\"");
        PlanText.views(back.swap(), page);
        page.warnings(back.swap().builtOn().warnings());
      }
      case UndoPlan.Release release -> {
        page.line("plan: drop the kept tables for good");
        release.kept().forEach(kept -> page.field("schema", describe(kept)));
        release.held().forEach(kept -> page.field("stays", describe(kept)));
        release.dependents().forEach(each -> dependent(each, plan.schema(), page));
        if (release.kept().isEmpty()) {
          page.line("nothing to drop");
        }
      }
    }
  }

  private static void dependent(Dependent dependent, Optional<String> catalog, TextPage page) {
    page.field(
        "depends",
        "%s on \"%s\"%s"
            .formatted(
                dependent.title(),
                dependent.schema(),
                dependent.definition().map(made -> ": " + statement(made)).orElse("")));
    catalog
        .flatMap(dependent::readingFrom)
        .ifPresent(made -> page.field("to move it", statement(made)));
  }

  private static String statement(String made) {
    return Text.line(made.strip().replaceAll("\\s+", " "), DEFINITION);
  }

  private static String describe(KeptTables kept) {
    return "\"%s\": %s, %s, replaced %s by %s"
        .formatted(
            kept.schema(),
            String.join(", ", kept.tables()),
            Text.bytes(kept.bytes()),
            Text.time(kept.replacedAt()),
            by(kept));
  }

  private static String by(KeptTables kept) {
    return switch (kept.cause()) {
      case RESTORE -> kept.backup().map(PointText::name).orElse("a restore");
      case UNDO -> "an undo";
      case RESET -> "a reset";
    };
  }

  @Override
  public void json(ObjectNode summary) {
    UndoJson.PLAN.planned().write(summary, plan);
  }
}
