package org.nessiebackup.vault.point;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Manifest;

/**
 * Two backups of one stretch of the journal, one taken after the other: what the journal makes of
 * the first has to be what the second one was read as.
 *
 * @param from the first
 * @param to the next
 * @param between the first, brought forward to what the second one has seen; absent if the journal
 *     does not go so far, or is damaged
 * @param damage what cannot be used of the journal, or of the first; absent if all can
 * @param known whether it was proven before, so that it was not looked at
 */
public record ProvablePair(
    Manifest from,
    Manifest to,
    Optional<RecoveryPoint.Journal> between,
    Optional<BackupException> damage,
    boolean known) {
  static ProvablePair known(Manifest from, Manifest to) {
    return new ProvablePair(from, to, Optional.empty(), Optional.empty(), true);
  }
}
