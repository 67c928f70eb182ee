package org.nessiebackup.service.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.DurationWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.report.page.Fact;

/**
 * What is said of one recovery point.
 *
 * @param row the same as a line of a list
 */
record PointFacts(PointRow row) {
  /** What is looked at first; nothing if its manifest cannot be read. */
  List<Fact> cards() {
    return row.point().manifest().map(this::cards).orElse(List.of());
  }

  private List<Fact> cards(Manifest manifest) {
    List<Fact> cards = new ArrayList<>();
    cards.add(new Fact("Type", row.type()));
    cards.add(
        new Fact(
            "Stored",
            Quantity.bytes(manifest.storedBytes())
                + (manifest.rawBytes() > 2 * manifest.storedBytes()
                    ? ", %s x smaller"
                        .formatted(
                            Quantity.count(
                                Math.round((double) manifest.rawBytes() / manifest.storedBytes())))
                    : "")));
    cards.add(
        new Fact(
            "Rows",
            Quantity.count(manifest.wholeRows())
                + (manifest.wholeRows() == manifest.rows()
                    ? ""
                    : ", %s of them here".formatted(Quantity.count(manifest.rows())))));
    cards.add(
        new Fact(
            "Taken in",
            DurationWords.measured(Duration.between(manifest.started(), manifest.finished()))));
    cards.add(new Fact("Retention", row.fate()));
    return cards;
  }

  /** More of it, for who wants to know. */
  List<Fact> details() {
    List<Fact> details = new ArrayList<>();
    details.add(new Fact("Id", row.id()));
    row.point()
        .manifest()
        .ifPresent(
            manifest -> {
              details.add(new Fact("Source", source(manifest.source())));
              details.add(new Fact("Schema", manifest.source().schema()));
              details.add(new Fact("Made by", manifest.tool()));
              details.add(new Fact("Encryption", manifest.encryption()));
            });
    row.tips().ifPresent(tips -> details.add(new Fact("Tips", tips)));
    row.point().pin().ifPresent(pin -> details.add(new Fact("Pinned", pinned(pin))));
    if (!row.tags().isEmpty()) {
      details.add(new Fact("Tags", String.join(", ", row.tags())));
    }
    return details;
  }

  private static String source(Source source) {
    return switch (source) {
      case Source.Server server ->
          "PostgreSQL %s, database %s".formatted(server.serverVersion(), server.database());
      case Source.Dump dump -> "the dump " + dump.file();
    };
  }

  private String pinned(Pin pin) {
    return new Moment(pin.created(), row.now()).utc()
        + pin.reason().map(reason -> ": " + reason).orElse("");
  }

  /** What was found out about it, in sentences. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    row.point()
        .proof()
        .verification()
        .ifPresent(
            each ->
                findings.add(
                    "Verified (%s) %s by %s: %s."
                        .formatted(
                            each.depth().label(),
                            new Moment(each.verified(), row.now()).relative(),
                            each.tool(),
                            each.sound()
                                ? "sound"
                                : "DAMAGED, " + Quantity.count(each.findings(), "finding"))));
    row.point().proof().drill().ifPresent(each -> findings.add(drilled(each)));
    if (findings.isEmpty()) {
      findings.add("Nobody has verified it, and no drill was held with it.");
    }
    return findings;
  }

  private String drilled(DrillRecord drill) {
    return "Restored in a drill %s, in %s%s%s: %s."
        .formatted(
            new Moment(drill.ended(), row.now()).relative(),
            DurationWords.measured(Duration.between(drill.begun(), drill.ended())),
            drill.server().map(" into PostgreSQL "::concat).orElse(""),
            drill.nessie().map(", served by Nessie "::concat).orElse(""),
            drill.failedStep().map(step -> "FAILED at " + step).orElse("passed"));
  }
}
