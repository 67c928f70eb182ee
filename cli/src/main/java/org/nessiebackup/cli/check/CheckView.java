package org.nessiebackup.cli.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.text.Width;
import org.nessiebackup.cli.verify.GraphText;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.report.CheckJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code check} found.
 *
 * @param graph what the catalog looks like, if that was asked for
 * @param settingsFiles the files whose settings hold
 */
record CheckView(CheckReport report, Optional<GraphReport> graph, List<String> settingsFiles)
    implements View {
  /** Where they begin, behind the longest word for a state. */
  private static final int NAMES = 6;

  @Override
  public int exitCode() {
    return report.passed() && graph.map(GraphReport::sound).orElse(true)
        ? ExitCodes.DONE
        : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    settingsFiles.forEach(file -> page.line("settings of " + file));
    int width = report.items().stream().mapToInt(item -> item.name().length()).max().orElse(0);
    for (CheckReport.Item item : report.items()) {
      int details = NAMES + width + 2;
      String text = Width.padded(item.name(), width) + "  " + item.detail();
      page.state(tone(item.status()), item.status().label(), NAMES, details, text);
      item.advice().ifPresent(advice -> page.line(" ".repeat(details) + "-> " + advice));
    }
    page.line("%d of %d ok".formatted(ok(), report.items().size()));
    graph.ifPresent(found -> GraphText.text(page, found));
  }

  private long ok() {
    return report.items().stream().filter(item -> item.status() == CheckReport.Status.OK).count();
  }

  @Override
  public void metrics(MetricPage page) {
    for (CheckReport.Status status : CheckReport.Status.values()) {
      page.value(
          Metric.CHECK_ITEMS,
          report.items().stream().filter(item -> item.status() == status).count(),
          "status",
          status.label());
    }
  }

  @Override
  public String problem() {
    if (report.passed()) {
      return graph.map(GraphText::problem).orElse("");
    }
    return report.items().stream()
        .filter(item -> item.status() == CheckReport.Status.FAIL)
        .map(item -> item.name() + ": " + item.detail())
        .collect(Collectors.joining("; "));
  }

  private static Tone tone(CheckReport.Status status) {
    return switch (status) {
      case OK -> Tone.GOOD;
      case WARN -> Tone.DOUBTFUL;
      case FAIL -> Tone.BAD;
    };
  }

  @Override
  public void json(ObjectNode summary) {
    CheckJson.RESULT.write(summary, new CheckJson.Result(report, graph, settingsFiles));
  }
}
