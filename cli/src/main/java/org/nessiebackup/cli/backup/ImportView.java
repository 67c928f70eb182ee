package org.nessiebackup.cli.backup;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.imports.ImportReport;
import org.nessiebackup.report.BackupJson;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code import} read. */
record ImportView(ImportReport report) implements View {
  @Override
  public void text(TextPage page) {
    page.line("imported as backup " + report.manifest().id());
    BackupText.fields(report.manifest(), page);
    if (!report.skippedTables().isEmpty()) {
      page.field("left out", String.join(", ", report.skippedTables()));
    }
    page.field("read", Text.count(report.lines(), "line"));
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void json(ObjectNode summary) {
    BackupJson.IMPORT.write(summary, report);
  }
}
