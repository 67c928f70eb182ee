package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
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
    report.reasons().forEach(reason -> page.state(Tone.BAD, "DAMAGED", 9, reason));
    long more = report.unusable() - report.reasons().size();
    if (more > 0) {
      page.line("and %,d more".formatted(more));
    }
  }

  @Override
  public int exitCode() {
    return report.unusable() == 0 ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public String problem() {
    return "%s of the journal cannot be used, and may have more marks"
        .formatted(Text.count(report.unusable(), "file"));
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.MARKS.write(summary, report);
  }
}
