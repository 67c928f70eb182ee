package org.nessiebackup.cli.browse;

import java.time.Instant;
import org.nessiebackup.browse.ContentHistoryReport;
import org.nessiebackup.browse.ContentHistoryReport.Moment;
import org.nessiebackup.browse.ContentHistoryReport.Span;
import org.nessiebackup.browse.ContentHistoryReport.State;
import org.nessiebackup.browse.ContentHistoryReport.UnreadableBackup;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the backups of a vault say about one key. */
record FindChangeView(ContentHistoryReport report, Instant now) implements View {
  @Override
  public String command() {
    return "find-change";
  }

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
                Text.count(report.backups(), "backup")));
    Table table = new Table("BACKUP", "STATE OF", "AGE", "BACKUPS>", "WHAT IT SAYS");
    for (Span span : report.spans()) {
      table.row(
          span.last().backup().value(),
          Text.time(span.last().at()),
          BrowseText.age(span.last().at(), now),
          Text.count(span.backups()),
          text(span.state()));
    }
    page.table(table);
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
    summary.put("key", report.key().toString());
    summary.put("reference", report.reference());
    summary.put("backups", report.backups());
    ArrayNode spans = summary.putArray("spans");
    for (Span span : report.spans()) {
      ObjectNode node = spans.addObject();
      moment(span.first(), node.putObject("first"));
      moment(span.last(), node.putObject("last"));
      node.put("backups", span.backups());
      state(span.state(), node);
    }
    report
        .beforeLastChange()
        .ifPresent(span -> summary.put("before_last_change", span.last().backup().value()));
    ArrayNode unreadable = summary.putArray("unreadable");
    for (UnreadableBackup each : report.unreadable()) {
      unreadable.addObject().put("id", each.backup().value()).put("message", each.message());
    }
  }

  private static void moment(Moment moment, ObjectNode node) {
    node.put("backup_id", moment.backup().value());
    node.put("state_of", Json.time(moment.at()));
  }

  private static void state(State state, ObjectNode node) {
    switch (state) {
      case State.Present present -> {
        node.put("state", "present");
        node.put("type", present.content().type());
        node.put("content_id", present.content().id());
        present.content().metadataLocation().ifPresent(at -> node.put("metadata_location", at));
      }
      case State.NoContent none -> node.put("state", "absent");
      case State.NoReference none -> node.put("state", "no-reference");
    }
  }
}
