package org.nessiebackup.cli.output;

import org.nessiebackup.undo.UndoReport;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code undo} did. */
public record UndoView(UndoReport report) implements View {
  @Override
  public String command() {
    return "undo";
  }

  @Override
  public void text(TextPage page) {
    switch (report.action()) {
      case SWAP_BACK -> {
        page.line("brought the former tables back into schema \"" + report.schema() + "\"");
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
      }
    }
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", false);
    summary.put("action", UndoPlanView.word(report.action()));
    summary.put("schema", report.schema());
    report.keptSchema().ifPresent(kept -> summary.put("kept_schema", kept));
    Json.strings(summary, "released", report.released());
    summary.put("seconds_elapsed", Json.seconds(report.elapsed()));
  }
}
