package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.JournalStartReport;
import org.nessiebackup.report.JournalJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code journal start} did. */
record JournalStartView(JournalStartReport report) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        report.begun()
            ? "journal begun: epoch " + report.epoch()
            : "the journal has begun already: epoch " + report.epoch());
    page.field("from", "%s, %s".formatted(report.start(), Text.time(report.begunAt())));
    page.field("slot", report.server().slot());
    page.field("publication", report.server().publication());
    report.ended().ifPresent(end -> page.field("before", "ended: " + end.text()));
    page.field(
        "base",
        report.base().map(id -> "backup " + id).orElse("none yet: take a backup to go on from"));
    if (report.begun()) {
      page.line("`nessie-backup journal run` follows it, or a service.");
    }
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.STARTED.write(summary, report);
  }
}
