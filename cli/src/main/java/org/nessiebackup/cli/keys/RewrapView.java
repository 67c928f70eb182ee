package org.nessiebackup.cli.keys;

import java.util.Locale;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.keys.RewrapReport;
import org.nessiebackup.keys.RewrapReport.BackupResult;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code key rewrap} did. */
record RewrapView(RewrapReport report) implements View {
  @Override
  public String command() {
    return "key rewrap";
  }

  @Override
  public int exitCode() {
    return report.complete() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    for (BackupResult backup : report.backups()) {
      page.line(
          switch (backup.status()) {
            case REWRAPPED ->
                "rewrapped  %s  %s".formatted(backup.id(), Text.count(backup.objects(), "object"));
            case CURRENT -> "current    " + backup.id();
            case DAMAGED ->
                "DAMAGED    %s  %s"
                    .formatted(backup.id(), backup.reason().orElseThrow().getMessage());
          });
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
    summary.put("complete", report.complete());
    ArrayNode backups = summary.putArray("backups");
    for (BackupResult backup : report.backups()) {
      ObjectNode node = backups.addObject();
      node.put("id", backup.id().value());
      node.put("status", backup.status().name().toLowerCase(Locale.ROOT));
      node.put("objects", backup.objects());
      Json.strings(node, "locked", backup.locked());
      backup.reason().ifPresent(reason -> node.put("message", reason.getMessage()));
    }
  }
}
