package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.JournalStopReport;
import org.nessiebackup.report.JournalJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code journal stop} did. */
record JournalStopView(JournalStopReport report) implements View {
  @Override
  public void text(TextPage page) {
    boolean nothing =
        report.epoch().isEmpty() && report.slot().isEmpty() && report.publication().isEmpty();
    page.line(nothing ? "nothing was to be ended" : "the journal has ended");
    report
        .epoch()
        .ifPresent(
            epoch ->
                page.field(
                    "epoch", epoch + report.to().map(to -> ", which reaches " + to).orElse("")));
    report.slot().ifPresent(slot -> page.field("dropped", "slot " + slot));
    report.publication().ifPresent(name -> page.field("dropped", "publication " + name));
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.STOPPED.done().write(summary, report);
  }
}
