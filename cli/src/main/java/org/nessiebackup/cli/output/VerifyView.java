package org.nessiebackup.cli.output;

import java.util.Locale;
import java.util.stream.Collectors;
import org.nessiebackup.cli.metrics.Metric;
import org.nessiebackup.cli.metrics.MetricPage;
import org.nessiebackup.verify.VerifyReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code verify} found. */
public record VerifyView(VerifyReport report) implements View {
  @Override
  public String command() {
    return "verify";
  }

  @Override
  public int exitCode() {
    return report.sound() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    for (VerifyReport.BackupResult backup : report.backups()) {
      String rows = report.quick() ? "" : ", " + Text.count(backup.rows(), "row");
      page.line(
          "%s  %s  %s, %s%s"
              .formatted(
                  backup.sound() ? "ok     " : "DAMAGED",
                  backup.id(),
                  Text.count(backup.segments(), "segment"),
                  Text.bytes(backup.storedBytes()),
                  rows));
      backup.findings().forEach(finding -> page.line("         " + finding.message()));
    }
  }

  @Override
  public void metrics(MetricPage page) {
    page.time(Metric.LAST_VERIFICATION, page.now(), "depth", report.quick() ? "quick" : "full")
        .value(Metric.LAST_VERIFICATION_SOUND, report.sound() ? 1 : 0);
  }

  @Override
  public String problem() {
    return report.backups().stream()
        .filter(backup -> !backup.sound())
        .map(backup -> "\"%s\": %s".formatted(backup.id(), backup.findings().getFirst().message()))
        .collect(Collectors.joining("; ", "damaged: ", ""));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("sound", report.sound());
    summary.put("quick", report.quick());
    ArrayNode backups = summary.putArray("backups");
    for (VerifyReport.BackupResult backup : report.backups()) {
      ObjectNode node = backups.addObject();
      node.put("id", backup.id().value());
      node.put("sound", backup.sound());
      node.put("segments", backup.segments());
      node.put("rows", backup.rows());
      node.put("stored_bytes", backup.storedBytes());
      ArrayNode findings = node.putArray("findings");
      backup.findings().forEach(finding -> finding(finding, findings.addObject()));
    }
  }

  private static void finding(VerifyReport.Finding finding, ObjectNode node) {
    node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    finding.table().ifPresent(table -> node.put("table", table));
    finding.object().ifPresent(object -> node.put("object", object));
    node.put("message", finding.message());
  }
}
