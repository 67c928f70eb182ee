package org.nessiebackup.cli.check;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.metrics.Metric;
import org.nessiebackup.cli.metrics.MetricPage;
import org.nessiebackup.cli.verify.GraphText;
import org.nessiebackup.integrity.GraphReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code check} found.
 *
 * @param graph what the catalog looks like, if that was asked for
 */
record CheckView(CheckReport report, Optional<GraphReport> graph) implements View {
  @Override
  public String command() {
    return "check";
  }

  @Override
  public int exitCode() {
    return report.passed() && graph.map(GraphReport::sound).orElse(true)
        ? ExitCodes.DONE
        : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    int width = report.items().stream().mapToInt(item -> item.name().length()).max().orElse(0);
    for (CheckReport.Item item : report.items()) {
      String name = item.name() + " ".repeat(width - item.name().length());
      page.line("%-4s  %s  %s".formatted(word(item.status()), name, item.detail()));
      item.advice().ifPresent(advice -> page.line(" ".repeat(width + 8) + "-> " + advice));
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
          word(status));
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

  @Override
  public void json(ObjectNode summary) {
    summary.put("passed", report.passed());
    summary.put("ok", ok());
    summary.put("total", report.items().size());
    ArrayNode items = summary.putArray("items");
    for (CheckReport.Item item : report.items()) {
      ObjectNode node = items.addObject();
      node.put("name", item.name());
      node.put("status", word(item.status()));
      node.put("detail", item.detail());
      item.advice().ifPresent(advice -> node.put("advice", advice));
    }
    graph.ifPresent(found -> GraphText.json(summary.putObject("graph"), found));
  }

  private static String word(CheckReport.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
