package org.nessiebackup.cli.restore;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.metrics.MetricPage;
import org.nessiebackup.kubernetes.restore.NessieRestoreReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code restore --kubernetes} did.
 *
 * @param report what was done
 * @param backup the backup, unless everything was put back
 */
record NessieRestoreView(NessieRestoreReport report, Optional<BackupId> backup) implements View {
  @Override
  public String command() {
    return "restore";
  }

  @Override
  public void text(TextPage page) {
    report
        .database()
        .ifPresentOrElse(
            database -> new RestoreView(database).text(page),
            () ->
                page.line(
                    backup
                        .map(id -> "restored backup " + id)
                        .orElse("put everything back as it was before the restore")));
    NessieWorkText.report(report.nessie(), page);
  }

  @Override
  public void metrics(MetricPage page) {
    report.database().ifPresent(database -> new RestoreView(database).metrics(page));
  }

  @Override
  public void json(ObjectNode summary) {
    report
        .database()
        .ifPresentOrElse(
            database -> new RestoreView(database).json(summary),
            () -> {
              summary.put("dry_run", false);
              backup.ifPresent(id -> summary.put("backup_id", id.value()));
              summary.put("schema", report.nessie().state().schema());
            });
    NessieWorkText.report(report.nessie(), summary);
  }
}
