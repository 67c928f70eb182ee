package org.nessiebackup.cli.restore;

import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code undo} is going to do. */
record UndoPlanView(UndoPlan plan) implements View {
  private static final int DEFINITION = 600;

  @Override
  public String command() {
    return "undo";
  }

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
        page.field("keeps", "the tables of now in schema \"" + back.swap().keptSchema() + "\"");
        PlanText.views(back.swap(), page);
        back.swap().builtOn().warnings().forEach(warning -> page.field("warning", warning));
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
      case RESTORE -> kept.backup().map(id -> "backup " + id).orElse("a restore");
      case UNDO -> "an undo";
      case RESET -> "a reset";
    };
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    members(plan, node);
    Json.strings(node, "obstacles", plan.obstacles());
  }

  /** All but the obstacles. */
  static void members(UndoPlan plan, ObjectNode node) {
    switch (plan) {
      case UndoPlan.SwapBack back -> {
        node.put("action", UndoView.word(UndoReport.Action.SWAP_BACK));
        kept(back.kept(), node.putArray("kept").addObject());
        node.putArray("held");
        node.putArray("dependents");
        node.put("kept_schema", back.swap().keptSchema());
        PlanText.views(back.swap(), node);
        Json.strings(node, "warnings", back.swap().builtOn().warnings());
      }
      case UndoPlan.Release release -> {
        node.put("action", UndoView.word(UndoReport.Action.RELEASE));
        ArrayNode list = node.putArray("kept");
        release.kept().forEach(kept -> kept(kept, list.addObject()));
        Json.strings(node, "held", release.held().stream().map(KeptTables::schema).toList());
        ArrayNode dependents = node.putArray("dependents");
        release
            .dependents()
            .forEach(each -> dependent(each, plan.schema(), dependents.addObject()));
      }
    }
  }

  private static void dependent(Dependent dependent, Optional<String> catalog, ObjectNode node) {
    node.put("schema", dependent.schema());
    node.put("kind", dependent.kind());
    node.put("name", dependent.name());
    dependent.definition().ifPresent(made -> node.put("definition", made));
    catalog.flatMap(dependent::readingFrom).ifPresent(made -> node.put("move_statement", made));
  }

  private static void kept(KeptTables kept, ObjectNode node) {
    node.put("schema", kept.schema());
    node.put("catalog_schema", kept.catalogSchema());
    Json.strings(node, "tables", kept.tables());
    node.put("replaced_at", Json.time(kept.replacedAt()));
    node.put("cause", kept.cause().name().toLowerCase(Locale.ROOT));
    kept.replacedBy().ifPresent(id -> node.put("replaced_by", id));
    node.put("bytes", kept.bytes());
  }
}
