package org.nessiebackup.cli.keys;

import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.keys.RewrapReport;
import org.nessiebackup.keys.RewrapReport.BackupResult;
import org.nessiebackup.report.KeysJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code key rewrap} did. */
record RewrapView(RewrapReport report) implements View {
  @Override
  public int exitCode() {
    return report.complete() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  private static final int INDENT = 11;

  @Override
  public void text(TextPage page) {
    for (BackupResult backup : report.backups()) {
      switch (backup.status()) {
        case REWRAPPED ->
            page.state(
                Tone.GOOD,
                "rewrapped",
                INDENT,
                "%s  %s".formatted(backup.id(), Text.count(backup.objects(), "object")));
        case CURRENT -> page.state(Tone.PLAIN, "current", INDENT, backup.id().value());
        case DAMAGED ->
            page.state(
                Tone.BAD,
                "DAMAGED",
                INDENT,
                "%s  %s".formatted(backup.id(), backup.reason().orElseThrow().getMessage()));
      }
      backup
          .locked()
          .forEach(
              object ->
                  page.line(
                      "           \"%s\" is locked and still opens for the former recipients"
                          .formatted(object)));
    }
  }

  @Override
  public void json(ObjectNode summary) {
    KeysJson.REWRAP.write(summary, report);
  }
}
