package org.nessiebackup.cli.restore;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.exchange.ExchangeReport.Outcome;
import org.nessiebackup.kubernetes.reset.NessieResetReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code reset --kubernetes} did.
 *
 * @param report what was done
 * @param backup the last backup, if one was taken
 */
record NessieResetView(NessieResetReport report, Optional<BackupId> backup) implements View {
  @Override
  public String command() {
    return "reset";
  }

  @Override
  public void text(TextPage page) {
    page.line(
        report.nessie().outcome() == Outcome.EXCHANGED
            ? "moved the catalog of schema \"%s\" aside; Nessie has begun anew"
                .formatted(report.nessie().state().schema())
            : "put everything back as it was before the reset");
    backup.ifPresent(id -> page.field("backup", id.value()));
    report
        .database()
        .ifPresent(
            database ->
                page.field(
                    "kept",
                    "the tables in schema \"%s\"; `undo` brings them back, `undo --release` drops them"
                        .formatted(database.keptSchema())));
    NessieWorkText.report(report.nessie(), page);
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", false);
    summary.put("schema", report.nessie().state().schema());
    report.database().ifPresent(database -> summary.put("database", database.database()));
    report.database().ifPresent(database -> summary.put("kept_schema", database.keptSchema()));
    backup.ifPresent(id -> summary.put("backup_id", id.value()));
    NessieWorkText.report(report.nessie(), summary);
  }
}
