package org.nessiebackup.cli.retention;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.PruneJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.retention.PruneReport;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code prune} did. */
public record PruneView(PruneReport report) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "removed %s, kept %s, cleared %s of garbage, freed %s"
            .formatted(
                Text.count(report.removed().size(), "backup"),
                Text.count(report.kept()),
                Text.count(report.orphans(), "piece"),
                Text.bytes(report.freedBytes())));
    if (report.cleared().tips() > 0) {
      page.field("tips", Text.count(report.cleared().tips()) + " removed");
    }
    report.removed().forEach(id -> page.field("removed", id.value()));
    report.locked().forEach(name -> page.field("locked", name + ": the store keeps it for now"));
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void metrics(MetricPage page) {
    page.value(Metric.PRUNE_REMOVED, report.removed().size())
        .value(Metric.PRUNE_KEPT, report.kept())
        .value(Metric.PRUNE_FREED, report.freedBytes())
        .value(Metric.PRUNE_LOCKED, report.locked().size());
  }

  @Override
  public void json(ObjectNode summary) {
    PruneJson.REPORT.done().write(summary, report);
  }
}
