package org.nessiebackup.cli.verify;

import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.VerifyJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.verify.JournalReport;
import org.nessiebackup.verify.JournalReport.Pair;
import tools.jackson.databind.node.ObjectNode;

/** What {@code verify --journal} has proven. */
record JournalView(JournalReport report) implements View {
  @Override
  public int exitCode() {
    return report.sound() && report.proven() > 0 ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    page.line(sum());
    if (report.known() > 0) {
      page.line(
          "         %s proven before, so not looked at again: --all does"
              .formatted(
                  report.known() == 1
                      ? "one of them was"
                      : "%,d of them were".formatted(report.known())));
    }
    for (Pair pair : report.examined()) {
      String way =
          "%s to %s, %s"
              .formatted(pair.from(), pair.to(), Text.count(pair.transactions(), "transaction"));
      switch (pair.outcome()) {
        case PROVEN, KNOWN -> GraphText.state(page, true, way);
        case DIFFERENT -> page.state(Tone.BAD, "DIFFERENT", GraphText.INDENT, way);
        case DAMAGED -> page.state(Tone.BAD, "DAMAGED", GraphText.INDENT, way);
        case NOT_REACHED -> page.state(Tone.DOUBTFUL, "not yet", GraphText.INDENT, way);
      }
      pair.message().ifPresent(why -> page.line("         " + why));
    }
    report.damage().forEach(why -> page.state(Tone.BAD, "DAMAGED", GraphText.INDENT, why));
    report
        .outside()
        .ifPresent(
            newest ->
                page.state(
                    Tone.DOUBTFUL,
                    "not yet",
                    GraphText.INDENT,
                    "the newest backup, %s, %s".formatted(newest.backup(), newest.reason())));
  }

  private String sum() {
    if (report.pairs().isEmpty()) {
      return "nothing of the journal is proven: no two backups lie in one stretch of it";
    }
    if (report.sound() && report.proven() == 0) {
      return "nothing of the journal is proven: it does not go to the second of two backups";
    }
    return "the journal is proven from %,d of %,d backups to the next%s"
        .formatted(report.proven(), report.pairs().size(), read());
  }

  private String read() {
    return report.known() == report.proven() && report.known() > 0
        ? ""
        : ": "
            + Text.count(
                report.examined().stream().filter(Pair::proven).mapToLong(Pair::transactions).sum(),
                "transaction");
  }

  @Override
  public void metrics(MetricPage page) {
    page.time(Metric.LAST_JOURNAL_PROOF, page.now())
        .value(Metric.LAST_JOURNAL_PROOF_SOUND, report.sound() ? 1 : 0);
    if (exitCode() == ExitCodes.DONE) {
      page.time(Metric.LAST_GOOD_JOURNAL_PROOF, page.now());
    }
  }

  @Override
  public String problem() {
    return sum();
  }

  @Override
  public void json(ObjectNode summary) {
    VerifyJson.JOURNAL.write(summary, report);
  }
}
