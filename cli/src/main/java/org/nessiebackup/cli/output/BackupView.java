package org.nessiebackup.cli.output;

import java.util.Optional;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.copy.CopyReport;
import org.nessiebackup.retention.PruneReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code backup} did.
 *
 * @param report the backup
 * @param copy what was copied after it, where that was wanted
 * @param pruned what was removed after it, where that was wanted
 */
public record BackupView(
    BackupReport report, Optional<CopyReport> copy, Optional<PruneReport> pruned) implements View {
  @Override
  public String command() {
    return "backup";
  }

  /** The backup is whole; a copy may have gaps. */
  @Override
  public int exitCode() {
    return copy.map(CopyView::new).map(View::exitCode).orElse(ExitCodes.DONE);
  }

  @Override
  public void text(TextPage page) {
    page.line("backup " + report.manifest().id());
    BackupText.fields(report.manifest(), page);
    page.field("time", Text.duration(report.elapsed()));
    copy.map(CopyView::new).ifPresent(view -> view.text(page));
    pruned.map(PruneView::new).ifPresent(view -> view.text(page));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("backup_id", report.manifest().id().value());
    summary.put("seconds_elapsed", Json.seconds(report.elapsed()));
    BackupJson.summary(report.manifest(), summary.putObject("backup"));
    copy.ifPresent(each -> CopyView.members(each, summary.putObject("copy")));
    pruned.ifPresent(each -> PruneView.members(each, summary.putObject("prune")));
  }
}
