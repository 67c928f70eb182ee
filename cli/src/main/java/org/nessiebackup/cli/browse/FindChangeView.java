package org.nessiebackup.cli.browse;

import java.time.Instant;
import org.nessiebackup.browse.ContentHistoryReport;
import org.nessiebackup.browse.ContentHistoryReport.Span;
import org.nessiebackup.browse.ContentHistoryReport.State;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.BrowseJson;
import tools.jackson.databind.node.ObjectNode;

/** What the backups of a vault say about one key. */
record FindChangeView(ContentHistoryReport report, Instant now) implements View {
  @Override
  public int exitCode() {
    return report.unreadable().isEmpty() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public String problem() {
    return Text.count(report.unreadable().size(), "backup") + " could not be read";
  }

  @Override
  public void text(TextPage page) {
    page.line(
        "%s on %s in %s"
            .formatted(
                BrowseText.key(report.key()),
                BrowseText.name(report.reference()),
                Text.count(report.extent().backups(), "backup")));
    Table table =
        new Table("BACKUP", "STATE OF", "AGE", "BACKUPS>", "WHAT IT SAYS")
            .dispensable("BACKUPS", "STATE OF")
            .narrower("WHAT IT SAYS", 24);
    for (Span span : report.spans()) {
      table.row(
          span.last().backup().value(),
          Text.time(span.last().at()),
          BrowseText.age(span.last().at(), now),
          Text.count(span.backups()),
          text(span.state()));
    }
    page.table(table);
    if (report.extent().more()) {
      page.line("and older ones; --limit 0 shows all");
    }
    if (report.extent().looked() + report.unreadable().size() < report.extent().backups()) {
      page.line(
          "looked into %s of them; --all looks into every one"
              .formatted(Text.count(report.extent().looked())));
    }
    report
        .unreadable()
        .forEach(each -> page.line("%s unreadable: %s".formatted(each.backup(), each.message())));
    page.line(
        report
            .beforeLastChange()
            .map(
                span ->
                    "last backup before the newest change: %s, %s"
                        .formatted(span.last().backup(), BrowseText.moment(span.last().at(), now)))
            .orElse("it has not changed"));
  }

  private static String text(State state) {
    return switch (state) {
      case State.Present present ->
          "%s %s"
              .formatted(
                  present.content().type(),
                  BrowseText.name(present.content().metadataLocation().orElse("")))
              .strip();
      case State.NoContent none -> "not there";
      case State.NoReference none -> "no such branch or tag";
    };
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseJson.HISTORY.write(summary, report);
  }
}
