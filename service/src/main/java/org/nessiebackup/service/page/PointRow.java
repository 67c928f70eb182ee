package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.DurationWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.timeline.TimePoint;
import org.nessiebackup.service.timeline.TimePoint.Kind;
import org.nessiebackup.service.timeline.TimePoint.Trust;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * A recovery point as a line of a list.
 *
 * @param point the point
 * @param notes what is known of all
 * @param now the moment of the page
 */
record PointRow(Point point, VaultNotes notes, Instant now) {
  private static final String PARENT = "parent of ";

  /** To which moment it leads back, as far as that is known. */
  static Instant at(Point point) {
    return switch (point.entry()) {
      case BackupEntry.Listed listed -> listed.time().moment().orElseGet(() -> listed.id().time());
      case BackupEntry.Unreadable unreadable -> unreadable.id().time();
    };
  }

  /** The same for the time line. */
  static TimePoint timePoint(Point point) {
    return new TimePoint(
        point.id().value(), at(point), kind(point), trust(point), point.stays().isEmpty());
  }

  private static Kind kind(Point point) {
    return point.manifest().filter(each -> each.type() == BackupType.FULL).isPresent()
        ? Kind.FULL
        : Kind.INCREMENTAL;
  }

  private static Trust trust(Point point) {
    if (!point.sound()) {
      return Trust.DAMAGED;
    }
    if (point.proof().drilled()) {
      return Trust.DRILLED;
    }
    return point.proof().verification().isPresent() ? Trust.VERIFIED : Trust.UNSEEN;
  }

  String id() {
    return point.id().value();
  }

  /** Relative to the page of its catalog. */
  Moment moment() {
    return new Moment(at(point), now);
  }

  /** {@code full}, or {@code incremental 3} for one that builds on three others. */
  String type() {
    return point
        .manifest()
        .map(
            each -> {
              int depth = notes.depth(each);
              return each.type().label() + (depth == 0 ? "" : " " + depth);
            })
        .orElse("unreadable");
  }

  /** How many tips build on it. */
  Optional<String> tips() {
    return Optional.of(notes.tips(point.id()).count())
        .filter(count -> count > 0)
        .map(count -> "+" + Quantity.count(count, "tip"));
  }

  String rows() {
    return point.manifest().map(each -> Quantity.count(each.rows())).orElse("");
  }

  String stored() {
    return Quantity.bytes(point.storedBytes());
  }

  /** The class of what was found out. */
  String trust() {
    return switch (trust(point)) {
      case UNSEEN -> "p";
      case VERIFIED -> "v";
      case DRILLED -> "d";
      case DAMAGED -> "x";
    };
  }

  /** What was found out, in words. */
  String proof() {
    if (point.entry() instanceof BackupEntry.Unreadable unreadable) {
      return unreadable.reason().getMessage();
    }
    List<String> words = new ArrayList<>();
    point
        .proof()
        .drill()
        .ifPresent(
            drill ->
                words.add(
                    (drill.passed()
                            ? "drilled"
                            : "drill FAILED at " + drill.failedStep().orElse("a step"))
                        + ago(drill.ended())));
    point.proof().verification().ifPresent(each -> words.add(verified(each)));
    if (words.isEmpty()) {
      words.add(point.proof().damaged() ? "DAMAGED" : "not looked at yet");
    }
    return String.join(", ", words);
  }

  private String verified(VerificationRecord record) {
    return (record.sound() ? "verified " : "DAMAGED, seen by ")
        + record.depth().label()
        + ago(record.verified());
  }

  private String ago(Instant at) {
    return " " + DurationWords.of(Duration.between(at, now)) + " ago";
  }

  /** What a prune does with it. */
  String fate() {
    return point.stays().isEmpty()
        ? "the next prune removes it"
        : "kept: " + String.join(", ", reasons());
  }

  private List<String> reasons() {
    List<String> reasons =
        new ArrayList<>(
            point.stays().stream().filter(reason -> !reason.startsWith(PARENT)).toList());
    int children = point.stays().size() - reasons.size();
    if (children > 0) {
      reasons.add("parent of " + Quantity.count(children, "other"));
    }
    return reasons;
  }

  boolean goes() {
    return point.stays().isEmpty();
  }

  boolean pinned() {
    return point.pin().isPresent();
  }

  List<String> tags() {
    return point.manifest().map(Manifest::tags).orElse(List.of());
  }
}
