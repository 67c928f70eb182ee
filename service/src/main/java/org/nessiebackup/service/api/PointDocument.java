package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.Shape;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.vault.backups.BackupEntry;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A recovery point in a list: what a time line shows of it, under the names of {@code list}. */
final class PointDocument {
  private PointDocument() {}

  /** When the state was that it holds; when its work began, if nobody knows better. */
  static Instant moment(Point point) {
    return known(point).orElseGet(() -> point.id().time());
  }

  private static Optional<Instant> known(Point point) {
    return switch (point.entry()) {
      case BackupEntry.Listed listed -> listed.time().moment();
      case BackupEntry.Unreadable unreadable -> Optional.empty();
    };
  }

  static ObjectNode of(Point point, VaultNotes notes) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("id", point.id().value());
    document.put("kind", "exact");
    document.put("at", Shape.time(moment(point)));
    switch (point.entry()) {
      case BackupEntry.Listed listed -> manifest(document, listed.manifest(), notes);
      case BackupEntry.Unreadable unreadable -> {
        ObjectNode reason = document.putObject("unreadable");
        reason.put("code", unreadable.reason().failure().label());
        reason.put("message", unreadable.reason().getMessage());
      }
    }
    document.put("stored_bytes", point.storedBytes());
    document.put("sound", point.sound());
    document.put("damaged", point.proof().damaged());
    point.proof().verification().ifPresent(each -> verified(document.putObject("verified"), each));
    point.proof().drill().ifPresent(each -> drilled(document.putObject("drill"), each));
    document.put("pinned", point.pin().isPresent());
    point.pin().flatMap(pin -> pin.reason()).ifPresent(why -> document.put("pin_reason", why));
    point.stays().forEach(document.putArray("stays")::add);
    return document;
  }

  private static void manifest(ObjectNode document, Manifest manifest, VaultNotes notes) {
    document.put("type", manifest.type().label());
    manifest.parent().ifPresent(parent -> document.put("parent", parent.value()));
    document.put("chain_depth", notes.depth(manifest));
    manifest.tags().forEach(document.putArray("tags")::add);
    document.put("rows", manifest.wholeRows());
    document.put("stored_rows", manifest.rows());
    document.put("tips", notes.tips(manifest.id()).count());
    document.put("tips_bytes", notes.tips(manifest.id()).bytes());
  }

  private static void verified(ObjectNode document, VerificationRecord record) {
    document.put("at", Shape.time(record.verified()));
    document.put("depth", record.depth().label());
    document.put("sound", record.sound());
  }

  private static void drilled(ObjectNode document, DrillRecord record) {
    document.put("at", Shape.time(record.ended()));
    document.put("passed", record.passed());
    record.failedStep().ifPresent(step -> document.put("failed_step", step));
  }
}
