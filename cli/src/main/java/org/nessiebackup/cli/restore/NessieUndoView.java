package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.exchange.ExchangeReport.Outcome;
import org.nessiebackup.kubernetes.undo.NessieUndoReport;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code undo --kubernetes} did. */
record NessieUndoView(NessieUndoReport report) implements View {
  @Override
  public String command() {
    return "undo";
  }

  @Override
  public void text(TextPage page) {
    report
        .database()
        .ifPresentOrElse(
            database -> new UndoView(database).text(page),
            () ->
                page.line(
                    report.nessie().outcome() == Outcome.EXCHANGED
                        ? "brought the former tables back"
                        : "put everything back as it was before the undo"));
    NessieWorkText.report(report.nessie(), page);
  }

  @Override
  public void json(ObjectNode summary) {
    report
        .database()
        .ifPresentOrElse(
            database -> new UndoView(database).json(summary),
            () -> {
              summary.put("dry_run", false);
              summary.put("action", "swap-back");
              summary.put("schema", report.nessie().state().schema());
            });
    NessieWorkText.report(report.nessie(), summary);
  }
}
