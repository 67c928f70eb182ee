package org.nessiebackup.cli.retention;

import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.VaultJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code keep} did.
 *
 * @param id the backup
 * @param pinned whether it is pinned now
 * @param changed whether that is new
 */
record KeepView(BackupId id, boolean pinned, boolean changed) implements View {
  @Override
  public void text(TextPage page) {
    String now = pinned ? "stays until it is released" : "may be pruned";
    page.line("backup %s %s%s".formatted(id, now, changed ? "" : ", as before"));
  }

  @Override
  public void json(ObjectNode summary) {
    VaultJson.KEPT.write(summary, new VaultJson.Kept(id, pinned, changed));
  }
}
