package org.nessiebackup.cli.verify;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.report.VerifyJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.verify.VerifyReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code verify} found.
 *
 * @param graph what the catalog in it looks like, if that was asked for and its bytes are sound
 */
record VerifyView(VerifyReport report, Optional<GraphReport> graph) implements View {
  @Override
  public int exitCode() {
    return report.sound() && graph.map(GraphReport::sound).orElse(true)
        ? ExitCodes.DONE
        : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    for (VerifyReport.BackupResult backup : report.backups()) {
      String rows = report.quick() ? "" : ", " + Text.count(backup.rows(), "row");
      GraphText.state(
          page,
          backup.sound(),
          "%s  %s, %s%s"
              .formatted(
                  backup.id(),
                  Text.count(backup.segments(), "segment"),
                  Text.bytes(backup.storedBytes()),
                  rows));
      backup.findings().forEach(finding -> page.line("         " + finding.message()));
    }
    for (VerifyReport.TipResult tips : report.tips()) {
      GraphText.state(
          page,
          tips.sound(),
          "%s  %s%s"
              .formatted(
                  tips.base(),
                  Text.count(tips.usable(), "tip"),
                  tips.compared() == 0
                      ? ""
                      : ", %s as the next backup has them"
                          .formatted(Text.count(tips.compared(), "object"))));
      tips.findings().forEach(finding -> page.line("         " + finding.message()));
    }
    graph.ifPresent(found -> GraphText.text(page, found));
  }

  @Override
  public void metrics(MetricPage page) {
    page.time(Metric.LAST_VERIFICATION, page.now(), "depth", depth())
        .value(Metric.LAST_VERIFICATION_SOUND, exitCode() == ExitCodes.DONE ? 1 : 0);
  }

  private String depth() {
    if (graph.map(GraphReport::checked).orElse(false)) {
      return "graph";
    }
    return report.quick() ? "quick" : "full";
  }

  @Override
  public String problem() {
    if (report.sound()) {
      return graph.map(GraphText::problem).orElse("");
    }
    return Stream.concat(
            report.backups().stream()
                .filter(backup -> !backup.sound())
                .map(
                    backup ->
                        "\"%s\": %s"
                            .formatted(backup.id(), backup.findings().getFirst().message())),
            report.tips().stream()
                .filter(tips -> !tips.sound())
                .map(
                    tips ->
                        "tips of \"%s\": %s"
                            .formatted(tips.base(), tips.findings().getFirst().message())))
        .collect(Collectors.joining("; ", "damaged: ", ""));
  }

  @Override
  public void json(ObjectNode summary) {
    VerifyJson.RESULT.write(summary, new VerifyJson.Result(report, graph));
  }
}
