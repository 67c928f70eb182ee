package org.nessiebackup.cli.verify;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.integrity.GraphReport.Finding;
import org.nessiebackup.integrity.ReferenceReport;
import org.nessiebackup.integrity.RepositoryReport;
import org.nessiebackup.nessie.NessieReference;

/** What was found when a catalog was walked from its references, in both forms. */
public final class GraphText {
  /** So many references that are whole are named. */
  private static final int NAMED = 20;

  /** Where all begins that is said of something: behind the longest word for a state. */
  static final int INDENT = 9;

  private GraphText() {}

  /** What a walk of a catalog found. */
  public static void text(TextPage page, GraphReport report) {
    if (!report.checked()) {
      page.line("graph    not checked: store type %s".formatted(report.storeType()));
      return;
    }
    page.state(Tone.PLAIN, "graph", INDENT, report.sound() ? "ok" : "DAMAGED");
    for (RepositoryReport repository : report.repositories()) {
      String name =
          repository.name().isEmpty()
              ? ""
              : "Nessie repository \"%s\": ".formatted(repository.name());
      page.line(
          "         %s%s, %s, %s"
              .formatted(
                  name,
                  Text.count(repository.rows().objects(), "object"),
                  Text.count(repository.rows().commits(), "commit"),
                  "%s unreachable".formatted(Text.count(repository.rows().unreachable()))));
      references(page, repository);
      findings(page, repository);
      repository.notes().forEach(note -> page.line("         note: " + note));
      if (repository.rows().unknown() > 0) {
        page.line(
            "         note: %s of kinds that this version does not know"
                .formatted(Text.count(repository.rows().unknown(), "object")));
      }
    }
  }

  /** A line that says of something whether it is whole. */
  static void state(TextPage page, boolean sound, String text) {
    page.state(sound ? Tone.GOOD : Tone.BAD, sound ? "ok" : "DAMAGED", INDENT, text);
  }

  private static void references(TextPage page, RepositoryReport repository) {
    List<ReferenceReport> whole =
        repository.references().stream()
            .filter(reference -> reference.shown() && reference.whole())
            .toList();
    whole.stream().limit(NAMED).forEach(reference -> page.line("         " + line(reference)));
    if (whole.size() > NAMED) {
      page.line("         and %s more".formatted(Text.count(whole.size() - NAMED, "reference")));
    }
    repository.references().stream()
        .filter(reference -> !reference.whole())
        .forEach(reference -> state(page, false, line(reference) + damage(reference)));
  }

  private static String line(ReferenceReport reference) {
    return "%s: %s, %s"
        .formatted(
            NessieReference.describe(reference.name()),
            Text.count(reference.commits(), "commit"),
            reference
                .tables()
                .map(tables -> Text.count(tables, "table"))
                .orElse("nobody knows how many tables"));
  }

  private static String damage(ReferenceReport reference) {
    String lost =
        reference.lost().count() == 0
            ? ""
            : "; lost %s: %s%s"
                .formatted(
                    Text.count(reference.lost().count(), "table"),
                    reference.lost().named().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")),
                    reference.lost().count() > reference.lost().named().size() ? ", …" : "");
    String broken =
        reference
            .brokenAt()
            .map(commit -> "; its history ends at \"%s\", which is missing".formatted(commit))
            .orElse("");
    return lost + broken;
  }

  private static void findings(TextPage page, RepositoryReport repository) {
    repository.findings().forEach(finding -> page.line("         " + finding.message()));
    for (Map.Entry<Finding.Kind, Long> count : repository.counts().entrySet()) {
      long told =
          repository.findings().stream()
              .filter(finding -> finding.kind() == count.getKey())
              .count();
      if (count.getValue() > told) {
        page.line(
            "         and %s more of %s"
                .formatted(Text.count(count.getValue() - told), count.getKey().label()));
      }
    }
  }

  /** Why the exit status is not 0, for one line. */
  public static String problem(GraphReport report) {
    String first =
        report.repositories().stream()
            .flatMap(repository -> repository.findings().stream())
            .findFirst()
            .map(Finding::message)
            .orElse("");
    return "%s in the catalog, the first: %s"
        .formatted(Text.count(report.findingCount(), "finding"), first);
  }
}
