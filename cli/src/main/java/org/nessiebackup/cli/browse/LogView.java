package org.nessiebackup.cli.browse;

import java.time.Instant;
import org.nessiebackup.browse.CommitReport;
import org.nessiebackup.browse.LogReport;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.BrowseJson;
import tools.jackson.databind.node.ObjectNode;

/** Commits of a branch or tag. */
record LogView(LogReport report, Instant now) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "%s in %s"
            .formatted(BrowseText.name(report.reference()), BrowseText.place(report.place(), now)));
    if (report.commits().isEmpty()) {
      page.line("no commits");
      return;
    }
    Table table =
        new Table("COMMIT", "TIME", "AGE", "AUTHOR", "MESSAGE", "CHANGES")
            .dispensable("AUTHOR", "TIME")
            .narrower("MESSAGE", 16)
            .narrower("CHANGES", 16);
    for (CommitReport commit : report.commits()) {
      table.row(
          BrowseText.hash(commit.id()),
          Text.time(commit.created()),
          BrowseText.age(commit.created(), now),
          BrowseText.authors(commit),
          BrowseText.message(commit),
          BrowseText.changes(commit));
    }
    page.table(table);
    if (report.more()) {
      page.line("and older ones");
    }
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseJson.LOG.write(summary, report);
  }
}
