package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.UndoJson;
import org.nessiebackup.undo.UndoReport;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code undo} did. */
record UndoView(UndoReport report) implements View {
  /** What was due and had to stay is no success. */
  @Override
  public int exitCode() {
    return PlanText.exitCode(report.held());
  }

  @Override
  public String problem() {
    return "kept tables stay, since others have built on them: " + String.join(", ", report.held());
  }

  @Override
  public void text(TextPage page) {
    switch (report.action()) {
      case SWAP_BACK -> {
        page.line(
            "brought the former tables back into schema \"%s\""
                .formatted(report.schema().orElseThrow()));
        report
            .keptSchema()
            .ifPresent(
                kept ->
                    page.field(
                        "kept",
                        "the tables they replaced in schema \"%s\"; `undo` swaps again"
                            .formatted(kept)));
      }
      case RELEASE -> {
        page.line("dropped " + Text.count(report.released().size(), "set") + " of kept tables");
        report.released().forEach(schema -> page.field("schema", "\"" + schema + "\""));
        report
            .held()
            .forEach(
                schema ->
                    page.field(
                        "stays",
                        "\"%s\", since others have built on it; `undo --release --dry-run` shows them"
                            .formatted(schema)));
      }
    }
    report.movedViews().forEach(view -> page.field("moved", "view " + view));
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void json(ObjectNode summary) {
    UndoJson.REPORT.done().write(summary, report);
  }
}
