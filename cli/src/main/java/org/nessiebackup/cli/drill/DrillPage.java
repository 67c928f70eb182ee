package org.nessiebackup.cli.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.text.Printable;
import org.nessiebackup.drill.DrillReport;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.StepResult;
import org.nessiebackup.drill.DrillStep;

/**
 * The report of a drill as a page that is complete by itself: no script, nothing from elsewhere,
 * and every value escaped, as names come from a catalog.
 */
final class DrillPage {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:62rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #d5d9de}
      th{font-weight:600}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
      code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
      .v{display:inline-block;padding:.1rem .7rem;border-radius:.3rem;color:#fff;font-weight:700}
      .proven,.passed{background:#1a7f37}.failed{background:#b42318}
      .not-proven,.not-reached{background:#6b7280}
      td .v{font-size:.8rem;white-space:nowrap}
      details{color:#3d444d}@media print{details>*{display:block}}
      """;

  private final StringBuilder page = new StringBuilder();
  private final DrillReport report;

  private DrillPage(DrillReport report) {
    this.report = report;
  }

  /** The page. */
  static String of(DrillReport report) {
    DrillPage page = new DrillPage(report);
    page.head();
    page.steps();
    page.times();
    page.backup();
    page.surroundings();
    page.limits();
    page.page.append("</body>\n</html>\n");
    return page.page.toString();
  }

  private void head() {
    String title = "Restore drill of backup " + report.subject().backup().id();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        """);
    page.append("<title>").append(escaped(title)).append("</title>\n");
    page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    page.append("<h1>").append(escaped(title)).append("</h1>\n<p>");
    page.append(badge(report.passed() ? "passed" : "failed", DrillView.verdict(report.passed())));
    page.append(" ").append(escaped(verdict())).append("</p>\n");
  }

  private String verdict() {
    return report
        .failure()
        .map(step -> "At step \"%s\": %s".formatted(step.step().label(), step.summary()))
        .orElseGet(
            () ->
                "The backup was restored, in %s from nothing."
                    .formatted(Text.duration(report.recovery())));
  }

  private void steps() {
    page.append("<h2>What was proven, and what was not</h2>\n<table>\n");
    row("th", "Step", "Result", "Statement, and what was seen", "Time");
    for (StepResult step : report.course().steps()) {
      String kind = step.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      page.append("<tr><td>").append(escaped(step.step().label())).append("</td><td>");
      page.append(badge(kind, DrillView.outcome(step.outcome()))).append("</td><td>");
      page.append(escaped(step.step().statement())).append(".<br>").append(escaped(step.summary()));
      details(step);
      boolean timed = step.outcome() == Outcome.PROVEN || step.outcome() == Outcome.FAILED;
      page.append("</td><td class=\"n\">");
      page.append(timed ? escaped(Text.duration(step.took())) : "").append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private void details(StepResult step) {
    if (step.details().isEmpty()) {
      return;
    }
    boolean failed = step.outcome() == Outcome.FAILED;
    page.append(failed ? "<details open>" : "<details>");
    page.append("<summary>Details (").append(step.details().size()).append(")</summary><ul>\n");
    step.details()
        .forEach(each -> page.append("<li><code>").append(escaped(each)).append("</code></li>\n"));
    page.append("</ul></details>");
  }

  private void times() {
    if (report.course().phases().isEmpty()) {
      return;
    }
    page.append("<h2>Recovery time</h2>\n<table>\n");
    row("th", "Phase", "Time");
    report.course().phases().forEach(phase -> row("td", phase.name(), Text.duration(phase.took())));
    row("td", "together", Text.duration(report.recovery()));
    page.append("</table>\n");
    page.append(
        "<p>Measured on this machine. A throw-away server does not wait for the disk; one that does"
            + " takes longer to load. Finding out and deciding takes its own time.</p>\n");
  }

  private void backup() {
    DrillReport.Subject subject = report.subject();
    page.append("<h2>The backup</h2>\n<table>\n");
    fact("Id", subject.backup().id().value());
    fact("State as of", Text.time(subject.backup().snapshotAt()));
    fact("Source", subject.backup().source() + ", store type " + subject.backup().storeType());
    fact("Vault", subject.vault() + ", id " + subject.vaultId());
    fact("Encryption", subject.backup().encryption());
    fact("Rows", Text.count(subject.rows()));
    page.append("</table>\n<table>\n");
    row(
        "th",
        "Backup",
        "SHA-256 of its manifest, which names the checksums of all objects",
        "Stored");
    subject
        .members()
        .forEach(
            each ->
                row(
                    "td",
                    each.id().value(),
                    each.manifestSha256(),
                    Text.bytes(each.storedBytes())));
    page.append("</table>\n<table>\n");
    row("th", "Table", "Digest of the rows stored in this backup", "Rows in all");
    subject
        .tables()
        .forEach(each -> row("td", each.name(), each.digest(), Text.count(each.rows())));
    page.append("</table>\n");
  }

  private void surroundings() {
    page.append("<h2>When, where and by what</h2>\n<table>\n");
    fact("Began", Text.time(report.run().begun()));
    fact("Ended", Text.time(report.run().ended()));
    fact("Program", report.run().tool());
    fact("Held by", report.run().host());
    fact("Restored into", report.place().description());
    report.place().serverVersion().ifPresent(version -> fact("PostgreSQL", version));
    report.place().schema().ifPresent(schema -> fact("Schema", schema));
    fact("Nessie", report.nessie().map(DrillReport.NessieServer::description).orElse("none"));
    report
        .nessie()
        .ifPresent(
            nessie -> {
              fact("Nessie's version", nessie.version().orElse("not known"));
              nessie.sha256().ifPresent(sha256 -> fact("SHA-256 of its file", sha256));
              fact(
                  "Nessie repositories",
                  nessie.repositories().stream()
                      .map(each -> "\"" + each + "\"")
                      .collect(Collectors.joining(", ")));
            });
    fact(
        "Sample",
        "%d contents, seed %d".formatted(report.sampling().contents(), report.sampling().seed()));
    page.append("</table>\n");
    list("Remarks", report.warnings());
  }

  private void limits() {
    List<String> limits = new ArrayList<>();
    limits.add(
        report.proven().contains(DrillStep.FILES)
            ? "that what the metadata files of the tables name is still there; `verify --files"
                + " --deep` asks"
            : "that the files of the tables, to which the catalog points, are still there; --files"
                + " asks");
    limits.add(
        "that the production server has room and rights for a restore; `check` and `restore"
            + " --dry-run` look");
    limits.add(
        "that people find keys and vault when they are needed, unless a person has held this"
            + " drill");
    list("What such a drill does not prove", limits);
  }

  private void list(String title, List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    page.append("<h2>").append(escaped(title)).append("</h2>\n<ul>\n");
    items.forEach(each -> page.append("<li>").append(escaped(each)).append("</li>\n"));
    page.append("</ul>\n");
  }

  private void fact(String name, String value) {
    page.append("<tr><th>").append(escaped(name)).append("</th><td>");
    page.append(escaped(value)).append("</td></tr>\n");
  }

  private void row(String cell, String... values) {
    page.append("<tr>");
    for (int i = 0; i < values.length; i++) {
      boolean number = cell.equals("td") && i > 0 && i == values.length - 1;
      page.append('<').append(cell).append(number ? " class=\"n\">" : ">");
      page.append(escaped(values[i])).append("</").append(cell).append('>');
    }
    page.append("</tr>\n");
  }

  private static String badge(String kind, String text) {
    return "<span class=\"v %s\">%s</span>".formatted(kind, escaped(text));
  }

  /** As text of HTML, whatever it holds; control characters have no place there. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            each -> {
              switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                  boolean shown = Character.isDefined(each) && !Printable.isUnsafe(each);
                  escaped.appendCodePoint(shown || each == '\n' ? each : 0xFFFD);
                }
              }
            });
    return escaped.toString();
  }
}
