package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.DurationWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.report.page.Fact;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * A recovery point, and all that is known of it.
 *
 * @param frame around it
 * @param known what is known of its vault
 * @param point the point
 * @param recipients who can read it; empty if everybody can, absent if that is not known
 * @param reads whether what is in it can be read here
 * @param restore the command that restores it
 * @param now the moment of the page
 */
record PointPage(
    Frame frame,
    VaultKnowledge known,
    Point point,
    Optional<List<String>> recipients,
    boolean reads,
    Command restore,
    Instant now) {
  String html() {
    return Pages.TEMPLATES.render("point", this);
  }

  PointRow row() {
    return new PointRow(point, known.notes(), now);
  }

  String id() {
    return point.id().value();
  }

  String runsPath() {
    return frame.base() + "/runs";
  }

  /** Where its contents are. */
  String path() {
    return frame.base() + "/points/" + id();
  }

  private Optional<Manifest> manifest() {
    return point.entry() instanceof BackupEntry.Listed listed
        ? Optional.of(listed.manifest())
        : Optional.empty();
  }

  /** Why its manifest cannot be read. */
  Optional<String> unreadable() {
    return point.entry() instanceof BackupEntry.Unreadable unreadable
        ? Optional.of(unreadable.reason().getMessage())
        : Optional.empty();
  }

  List<Fact> facts() {
    return manifest().map(this::facts).orElse(List.of());
  }

  private List<Fact> facts(Manifest manifest) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Type", row().type()));
    facts.add(
        new Fact(
            "Stored",
            Quantity.bytes(manifest.storedBytes())
                + (manifest.rawBytes() > 2 * manifest.storedBytes()
                    ? ", %s x smaller"
                        .formatted(
                            Quantity.count(
                                Math.round((double) manifest.rawBytes() / manifest.storedBytes())))
                    : "")));
    facts.add(
        new Fact(
            "Rows",
            Quantity.count(manifest.wholeRows())
                + (manifest.wholeRows() == manifest.rows()
                    ? ""
                    : ", %s of them here".formatted(Quantity.count(manifest.rows())))));
    facts.add(
        new Fact(
            "Taken in",
            DurationWords.measured(Duration.between(manifest.started(), manifest.finished()))));
    facts.add(new Fact("Retention", row().fate()));
    return facts;
  }

  /** More of it, for who wants to know. */
  List<Fact> details() {
    List<Fact> details = new ArrayList<>();
    details.add(new Fact("Id", id()));
    manifest()
        .ifPresent(
            manifest -> {
              details.add(new Fact("Source", source(manifest.source())));
              details.add(new Fact("Schema", manifest.source().schema()));
              details.add(new Fact("Made by", manifest.tool()));
              details.add(new Fact("Encryption", manifest.encryption()));
            });
    row().tips().ifPresent(tips -> details.add(new Fact("Tips", tips)));
    point.pin().ifPresent(pin -> details.add(new Fact("Pinned", pinned(pin))));
    if (!row().tags().isEmpty()) {
      details.add(new Fact("Tags", String.join(", ", row().tags())));
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
    return new Moment(pin.created(), now).utc()
        + pin.reason().map(reason -> ": " + reason).orElse("");
  }

  boolean pinned() {
    return point.pin().isPresent();
  }

  /** What it builds on, itself first. */
  List<PointRow> chain() {
    Map<BackupId, Point> byId = new HashMap<>();
    known.points().forEach(each -> byId.put(each.id(), each));
    List<PointRow> chain = new ArrayList<>();
    Optional<Point> member = Optional.of(point);
    while (member.isPresent()) {
      chain.add(new PointRow(member.get(), known.notes(), now));
      member =
          member
              .filter(each -> each.entry() instanceof BackupEntry.Listed)
              .flatMap(each -> ((BackupEntry.Listed) each.entry()).manifest().parent())
              .map(byId::get);
    }
    return chain;
  }

  /** The size of all that a restore reads. */
  String chainSize() {
    return Quantity.bytes(chain().stream().mapToLong(each -> each.point().storedBytes()).sum());
  }

  /** How many points build on it. */
  Optional<String> needed() {
    long others =
        known.points().stream()
            .filter(
                each ->
                    each.entry() instanceof BackupEntry.Listed listed
                        && listed.manifest().parent().filter(point.id()::equals).isPresent())
            .count();
    return Optional.of(others)
        .filter(count -> count > 0)
        .map(
            count ->
                "%s on it."
                    .formatted(
                        count == 1 ? "1 point builds" : Quantity.count(count) + " points build"));
  }

  /** What was found out about it, in sentences. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    point
        .proof()
        .verification()
        .ifPresent(
            each ->
                findings.add(
                    "Verified (%s) %s by %s: %s."
                        .formatted(
                            each.depth().label(),
                            new Moment(each.verified(), now).relative(),
                            each.tool(),
                            each.sound()
                                ? "sound"
                                : "DAMAGED, " + Quantity.count(each.findings(), "finding"))));
    point.proof().drill().ifPresent(each -> findings.add(drilled(each)));
    if (findings.isEmpty()) {
      findings.add("Nobody has verified it, and no drill was held with it.");
    }
    return findings;
  }

  private String drilled(DrillRecord drill) {
    return "Restored in a drill %s, in %s%s%s: %s."
        .formatted(
            new Moment(drill.ended(), now).relative(),
            DurationWords.measured(Duration.between(drill.begun(), drill.ended())),
            drill.server().map(" into PostgreSQL "::concat).orElse(""),
            drill.nessie().map(", served by Nessie "::concat).orElse(""),
            drill.failedStep().map(step -> "FAILED at " + step).orElse("passed"));
  }

  boolean sound() {
    return point.sound();
  }

  /**
   * A table, as text.
   *
   * @param name its name
   * @param rows how many rows it has
   * @param stored the size of what is stored of it here
   * @param digest of the rows that are stored here
   */
  record Table(String name, String rows, String stored, String digest) {}

  List<Table> tables() {
    return manifest().map(Manifest::tables).orElse(List.of()).stream().map(this::table).toList();
  }

  private Table table(TableEntry table) {
    return new Table(
        table.name(),
        Quantity.count(table.wholeRows()),
        Quantity.bytes(table.storedBytes()),
        table.digest());
  }

  /** Who can read it, in a sentence where it is not a list. */
  Optional<String> readers() {
    return recipients
        .map(keys -> Optional.of("Everybody who can read the vault.").filter(all -> keys.isEmpty()))
        .orElse(Optional.of("That could not be read now."));
  }

  List<String> keys() {
    return recipients.orElse(List.of());
  }

  /** The command that restores it. */
  String restoreLine() {
    return "nessie-backup " + restore.line();
  }

  /** Those next to it, to compare with. */
  Optional<String> before() {
    int index = known.points().indexOf(point);
    return Optional.of(index)
        .filter(at -> at > 0)
        .map(at -> known.points().get(at - 1).id().value());
  }
}
