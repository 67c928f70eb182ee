package org.nessiebackup.cli.verify;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.integrity.GraphReport.Finding;
import org.nessiebackup.integrity.ReferenceReport;
import org.nessiebackup.integrity.RepositoryReport;
import org.nessiebackup.nessie.NessieReference;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was found when a catalog was walked from its references, in both forms. */
public final class GraphText {
  /** So many references that are whole are named. */
  private static final int NAMED = 20;

  private GraphText() {}

  /** What a walk of a catalog found. */
  public static void text(TextPage page, GraphReport report) {
    if (!report.checked()) {
      page.line("graph    not checked: store type %s".formatted(report.storeType()));
      return;
    }
    page.line("graph    %s".formatted(report.sound() ? "ok" : "DAMAGED"));
    for (RepositoryReport repository : report.repositories()) {
      String name =
          repository.name().isEmpty()
              ? ""
              : "Nessie repository \"%s\": ".formatted(repository.name());
      page.line(
          "         %s%s, %s, %s"
              .formatted(
                  name,
                  Text.count(repository.objects(), "object"),
                  Text.count(repository.commits(), "commit"),
                  "%s unreachable".formatted(Text.count(repository.unreachable()))));
      references(page, repository);
      findings(page, repository);
      repository.notes().forEach(note -> page.line("         note: " + note));
      if (repository.unknown() > 0) {
        page.line(
            "         note: %s of kinds that this version does not know"
                .formatted(Text.count(repository.unknown(), "object")));
      }
    }
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
        .forEach(reference -> page.line("DAMAGED  " + line(reference) + damage(reference)));
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
        reference.lostCount() == 0
            ? ""
            : "; lost %s: %s%s"
                .formatted(
                    Text.count(reference.lostCount(), "table"),
                    reference.lost().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")),
                    reference.lostCount() > reference.lost().size() ? ", …" : "");
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

  /** The same for machines. */
  public static void json(ObjectNode node, GraphReport report) {
    node.put("checked", report.checked());
    node.put("sound", report.sound());
    node.put("store_type", report.storeType().name());
    node.put("state_of", report.stateOf().toString());
    node.put("findings", report.findingCount());
    ArrayNode repositories = node.putArray("repositories");
    for (RepositoryReport repository : report.repositories()) {
      json(repositories.addObject(), repository);
    }
  }

  private static void json(ObjectNode node, RepositoryReport repository) {
    node.put("name", repository.name());
    node.put("objects", repository.objects());
    node.put("commits", repository.commits());
    node.put("unreachable", repository.unreachable());
    node.put("unknown", repository.unknown());
    ArrayNode references = node.putArray("references");
    repository.references().forEach(reference -> json(references.addObject(), reference));
    ArrayNode findings = node.putArray("findings");
    for (Finding finding : repository.findings()) {
      ObjectNode item = findings.addObject();
      item.put("kind", finding.kind().label());
      finding.object().ifPresent(object -> item.put("object", object.hex()));
      finding.reference().ifPresent(reference -> item.put("reference", reference));
      item.put("message", finding.message());
    }
    ArrayNode counts = node.putArray("finding_counts");
    repository
        .counts()
        .forEach(
            (kind, count) -> {
              ObjectNode item = counts.addObject();
              item.put("kind", kind.label());
              item.put("count", count);
            });
    ArrayNode notes = node.putArray("notes");
    repository.notes().forEach(notes::add);
  }

  private static void json(ObjectNode node, ReferenceReport reference) {
    node.put("name", reference.name());
    node.put("head", reference.head().hex());
    node.put("deleted", reference.deleted());
    node.put("commits", reference.commits());
    reference.tables().ifPresent(tables -> node.put("tables", tables));
    node.put("lost_count", reference.lostCount());
    ArrayNode lost = node.putArray("lost");
    reference.lost().forEach(key -> lost.add(key.toString()));
    reference.brokenAt().ifPresent(commit -> node.put("broken_at", commit.hex()));
  }
}
