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
    BackupText.fields(report.manifest(), page);
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("backup_id", report.manifest().id().value());
    summary.put("seconds_elapsed", Json.seconds(report.elapsed()));
    BackupJson.summary(report.manifest(), summary.putObject("backup"));
  }
}
