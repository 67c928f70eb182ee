package org.nessiebackup.service.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.Manifest;
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

  /** Why its manifest cannot be read. */
  Optional<String> unreadable() {
    return point.entry() instanceof BackupEntry.Unreadable unreadable
        ? Optional.of(unreadable.reason().getMessage())
        : Optional.empty();
  }

  List<Fact> facts() {
    return texts().cards();
  }

  /** More of it, for who wants to know. */
  List<Fact> details() {
    return texts().details();
  }

  private PointFacts texts() {
    return new PointFacts(row());
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
      member = member.flatMap(Point::parent).map(byId::get);
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
            .filter(each -> each.parent().filter(point.id()::equals).isPresent())
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
    return texts().findings();
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
    return point.manifest().map(Manifest::tables).orElse(List.of()).stream()
        .map(this::table)
        .toList();
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
    return restore.typed();
  }

  /** Those next to it, to compare with. */
  Optional<String> before() {
    int index = known.points().indexOf(point);
    return Optional.of(index)
        .filter(at -> at > 0)
        .map(at -> known.points().get(at - 1).id().value());
  }
}
