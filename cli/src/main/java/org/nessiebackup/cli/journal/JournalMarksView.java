package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.JournalMarksReport;
import org.nessiebackup.report.JournalJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code journal marks} shows. */
record JournalMarksView(JournalMarksReport report) implements View {
  @Override
  public void text(TextPage page) {
    if (!report.marks().isEmpty()) {
      Table table = new Table("NAME", "AT", "COMMIT", "EPOCH").dispensable("EPOCH");
      report
          .marks()
          .forEach(
              mark ->
                  table.row(
                      mark.name(),
                      Text.time(mark.at()),
                      mark.commit().toString(),
                      mark.epoch().value()));
      page.table(table);
    }
    page.line(Text.count(report.marks().size(), "mark"));
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.MARKS.write(summary, report);
  }
}
