package org.nessiebackup.cli.browse;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.browse.DifferenceReport;
import org.nessiebackup.browse.DifferenceReport.ContentChange;
import org.nessiebackup.browse.DifferenceReport.ReferenceChange;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.BrowseJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between two catalogs.
 *
 * @param limit how many contents of a branch are shown to people
 */
record DiffView(DifferenceReport report, int limit, Instant now) implements View {
  @Override
  public void text(TextPage page) {
    page.line("from " + BrowseText.place(report.before(), now));
    page.line("to   " + BrowseText.place(report.after(), now));
    for (ReferenceChange change : report.references()) {
      page.line("");
      page.line(line(change));
      contents(change.contents(), page);
    }
    if (!report.references().isEmpty()) {
      page.line("");
    }
    page.line(
        "%s changed, %s the same"
            .formatted(
                Text.count(report.references().size(), "reference"), Text.count(report.same())));
  }

  private static String line(ReferenceChange change) {
    String what =
        "%s %s %s"
            .formatted(word(change.move()), word(change.kind()), BrowseText.name(change.name()));
    return switch (change.move()) {
      case CREATED -> what + " at " + BrowseText.hash(change.to().orElseThrow());
      case DELETED -> what + ", was at " + BrowseText.hash(change.from().orElseThrow());
      case MOVED, RESET ->
          "%s: %s, %s -> %s"
              .formatted(
                  what,
                  distance(change),
                  BrowseText.hash(change.from().orElseThrow()),
                  BrowseText.hash(change.to().orElseThrow()));
    };
  }

  private static String distance(ReferenceChange change) {
    if (change.distance().isEmpty()) {
      return "commits between are missing";
    }
    long lost = change.distance().get().behind();
    String gained = Text.count(change.distance().get().ahead(), "commit") + " gained";
    return lost == 0 ? gained : "%s, %s LOST".formatted(gained, Text.count(lost, "commit"));
  }

  private void contents(List<ContentChange> contents, TextPage page) {
    if (contents.isEmpty()) {
      return;
    }
    Table table =
        new Table("  CHANGE", "KEY", "TYPE", "METADATA")
            .dispensable("TYPE")
            .narrower("KEY", 24)
            .narrower("METADATA", 24);
    contents.stream()
        .limit(limit)
        .forEach(
            each ->
                table.row(
                    "  " + word(each.change()),
                    BrowseText.key(each.key()),
                    each.type(),
                    metadata(each)));
    page.table(table);
    int more = contents.size() - limit;
    if (more > 0) {
      page.line("  and " + Text.count(more) + " more; --limit 0 shows all");
    }
  }

  /** The names of the files, whose folders are the same as a rule. */
  private static String metadata(ContentChange change) {
    Optional<String> from = change.from().map(DiffView::file);
    Optional<String> to = change.to().map(DiffView::file);
    if (from.isPresent() && to.isPresent()) {
      return from.get() + " -> " + to.get();
    }
    return from.or(() -> to).orElse("");
  }

  private static String file(String location) {
    return BrowseText.name(location.substring(location.lastIndexOf('/') + 1));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void json(ObjectNode summary) {
    BrowseJson.DIFFERENCES.write(summary, report);
  }
}
