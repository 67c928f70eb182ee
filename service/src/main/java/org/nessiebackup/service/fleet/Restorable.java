package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.point.JournalReach;

/**
 * Which states of a vault can be restored, with all that they build on.
 *
 * @param vault what is known of it
 * @param byId its points
 */
record Restorable(VaultKnowledge vault, Map<BackupId, Point> byId) {
  static Restorable of(VaultKnowledge vault) {
    Map<BackupId, Point> byId = new HashMap<>();
    vault.points().forEach(point -> byId.put(point.id(), point));
    return new Restorable(vault, byId);
  }

  /**
   * The newest moment of all.
   *
   * @param followed what who follows the references has seen to be safe
   */
  Optional<Instant> newestMoment(Optional<Instant> followed, Instant now) {
    return later(later(ofBackups(), ofTips(followed, now)), ofJournal(now));
  }

  /** What the journal adds, as far as it is in the vault, to a base that can be restored. */
  private Optional<Instant> ofJournal(Instant now) {
    return vault
        .status()
        .newest()
        .journal()
        .filter(journal -> journal.base().map(byId::get).filter(this::includes).isPresent())
        .map(JournalReach::at)
        .filter(at -> !BackupClocks.ahead(at, now));
  }

  private Optional<Instant> ofBackups() {
    return vault.points().reversed().stream()
        .filter(this::includes)
        .flatMap(point -> moment(point).stream())
        .findFirst();
  }

  /** What tips add to a newest backup that can be restored. */
  private Optional<Instant> ofTips(Optional<Instant> followed, Instant now) {
    Optional<Instant> stored = vault.status().newest().tip().map(tip -> tip.at());
    return newest().filter(this::includes).isPresent()
        ? later(stored, followed).filter(at -> !BackupClocks.ahead(at, now))
        : Optional.empty();
  }

  /** The newest backup, whether or not it can be restored. */
  Optional<Point> newest() {
    return vault.status().newest().backup().map(each -> byId.get(each.id()));
  }

  /** Whether a point can be restored, as far as is known. */
  boolean includes(Point newest) {
    Optional<Point> at = Optional.of(newest);
    while (at.isPresent()) {
      if (!at.get().sound()) {
        return false;
      }
      Optional<BackupId> parent = at.get().parent();
      if (parent.isEmpty()) {
        return true;
      }
      at = Optional.ofNullable(byId.get(parent.get()));
    }
    return false;
  }

  private static Optional<Instant> moment(Point point) {
    return switch (point.entry()) {
      case BackupEntry.Listed listed -> listed.time().recent();
      case BackupEntry.Unreadable unreadable -> Optional.empty();
    };
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
  }
}
