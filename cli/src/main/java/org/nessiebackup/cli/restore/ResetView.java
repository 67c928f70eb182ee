package org.nessiebackup.cli.restore;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.ResetJson;
import org.nessiebackup.reset.ResetReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code reset} did.
 *
 * @param report the reset
 * @param backup the last backup, if one was taken
 * @param started whether Nessie was started again
 */
record ResetView(ResetReport report, Optional<BackupId> backup, boolean started) implements View {
  @Override
  public void text(TextPage page) {
    page.line("moved the catalog of schema \"" + report.schema() + "\" aside");
    page.field("backup", backup.map(BackupId::value).orElse("none"));
    page.field(
        "kept",
        "the tables in schema \"%s\"; `undo` brings them back, `undo --release` drops them"
            .formatted(report.keptSchema()));
    page.field(
        "next",
        started
            ? "nothing: Nessie has made new tables and an empty main"
            : "start Nessie: it makes new tables and an empty main");
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void json(ObjectNode summary) {
    ResetJson.RESULT.done().write(summary, new ResetJson.Result(report, backup));
  }
}
