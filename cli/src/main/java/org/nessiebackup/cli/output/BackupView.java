package org.nessiebackup.cli.output;

import org.nessiebackup.backup.BackupReport;
import tools.jackson.databind.node.ObjectNode;

/** What {@code backup} did. */
public record BackupView(BackupReport report) implements View {
  @Override
  public String command() {
    return "backup";
  }

  @Override
  public void text(TextPage page) {
    page.line("backup " + report.manifest().id());
    page.field("type", type());
    BackupText.fields(report.manifest(), page);
    page.field("time", Text.duration(report.elapsed()));
  }

  private String type() {
    String label = report.manifest().type().label();
    return report
        .fullReason()
        .map(reason -> "%s, because %s".formatted(label, reason.sentence()))
        .orElseGet(
            () ->
                "%s, builds on %s (%s in all)"
                    .formatted(
                        label,
                        report.manifest().parent().orElseThrow(),
                        Text.count(report.depth(), "backup")));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("backup_id", report.manifest().id().value());
    summary.put("seconds_elapsed", Json.seconds(report.elapsed()));
    summary.put("depth", report.depth());
    report
        .fullReason()
        .ifPresent(
            reason ->
                summary.put("full_reason", reason.code()).put("full_because", reason.sentence()));
    BackupJson.summary(report.manifest(), summary.putObject("backup"));
  }
}
