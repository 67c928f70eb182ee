package org.nessiebackup.service.fleet;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * An exact recovery point, and all that is known of it.
 *
 * @param entry what its manifest says, or why that cannot be read
 * @param storedBytes the size of all its objects
 * @param proof what was found out about it
 * @param pin that it stays, and why; empty if nobody has pinned it
 * @param stays for which reasons the next prune lets it stay; none if it will remove it
 */
public record Point(
    BackupEntry entry, long storedBytes, Proof proof, Optional<Pin> pin, List<String> stays) {
  /** Takes its own copy of the list. */
  public Point {
    stays = List.copyOf(stays);
  }

  /**
   * What was found out about a point.
   *
   * @param verification the newest verification
   * @param damaged whether damage was found, and nobody has found it sound since
   * @param drill the newest rehearsal of its restore
   */
  public record Proof(
      Optional<VerificationRecord> verification, boolean damaged, Optional<DrillRecord> drill) {
    /** Whether it was restored in a rehearsal, and all was well. */
    public boolean drilled() {
      return drill.filter(DrillRecord::passed).isPresent();
    }
  }

  /** The backup's name. */
  public BackupId id() {
    return entry.id();
  }

  /** What its manifest says; absent if that cannot be read. */
  public Optional<Manifest> manifest() {
    return switch (entry) {
      case BackupEntry.Listed listed -> Optional.of(listed.manifest());
      case BackupEntry.Unreadable unreadable -> Optional.empty();
    };
  }

  /** The backup that it builds on. */
  public Optional<BackupId> parent() {
    return manifest().flatMap(Manifest::parent);
  }

  /** Whether it can be restored, as far as anybody knows, its parents aside. */
  public boolean sound() {
    return manifest().isPresent()
        && !proof.damaged()
        && proof.drill().filter(each -> !each.passed()).isEmpty();
  }
}
