package org.nessiebackup.cli.restore;

import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.report.ExchangeJson;
import org.nessiebackup.report.metrics.MetricPage;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an exchange on Kubernetes did.
 *
 * @param report what was done
 * @param database the view of the database's own report; absent if an earlier run did it, or nobody
 */
record ExchangeView(ExchangeReport<?> report, Optional<View> database) implements View {
  private String action() {
    return report.checkpoint().action().label();
  }

  @Override
  public void text(TextPage page) {
    database.ifPresentOrElse(view -> view.text(page), () -> page.line(inWords()));
    page.field(
        "Nessie",
        "%s, %s%s"
            .formatted(
                report.workload(),
                Text.count(report.checkpoint().replicas(), "pod"),
                report.references().isPresent()
                    ? ", shows %s as it should"
                        .formatted(Text.count(report.references().getAsInt(), "reference"))
                    : ""));
    report
        .times()
        .downtime()
        .ifPresent(downtime -> page.field("downtime", Text.duration(downtime)));
    page.field(
        "steps",
        report.times().steps().entrySet().stream()
            .map(step -> Text.duration(step.getValue()) + " " + step.getKey().phrase())
            .collect(Collectors.joining(", ")));
    report.notes().forEach(note -> page.field("note", note));
  }

  private String inWords() {
    Checkpoint begun = report.checkpoint();
    return switch (report.result().outcome()) {
      case PUT_BACK -> "put everything back as it was before the " + action();
      case EXCHANGED ->
          switch (begun.action()) {
            case RESTORE -> "restored " + PointText.name(begun.source().orElseThrow());
            case UNDO -> "brought the former tables back";
            case PROMOTION -> "promoted replica \"%s\"".formatted(begun.source().orElseThrow());
            case RESET -> "moved the catalog of schema \"%s\" aside".formatted(begun.schema());
          };
    };
  }

  @Override
  public void metrics(MetricPage page) {
    database.ifPresent(view -> view.metrics(page));
  }

  @Override
  public void json(ObjectNode summary) {
    database.ifPresentOrElse(
        view -> view.json(summary),
        () -> ExchangeJson.WITHOUT_DATABASE.done().write(summary, report));
    ExchangeJson.REPORT.write(summary, report);
  }
}
