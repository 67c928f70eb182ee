package org.nessiebackup.vault.point;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.Backups;

/**
 * The recovery points of a vault.
 *
 * @param backups its backups
 * @param now what is yet to come by it is not believed
 */
public record RecoveryPoints(Backups backups, Instant now) {
  /**
   * The point that somebody means.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is none; {@link
   *     Failure#USAGE} if the words are none, or name several or a moment that is yet to come;
   *     {@link Failure#DAMAGED} if it cannot be read: another one is not what was asked for
   */
  public RecoveryPoint find(PointSelector wanted) {
    return exact(
        switch (wanted) {
          case PointSelector.Named named -> backups.find(named.words());
          case PointSelector.AsOf asOf -> {
            refuseFuture(asOf.moment());
            yield backups.asOf(asOf.moment());
          }
        });
  }

  /** The newest of all would look like what was asked for, and be long before it. */
  private void refuseFuture(Instant moment) {
    if (BackupClocks.ahead(moment, now)) {
      throw Failure.USAGE.exception(
          "%s is yet to come".formatted(moment.truncatedTo(ChronoUnit.SECONDS)),
          "Name a moment of the past; `restore latest` brings back the newest state there is.");
    }
  }

  private RecoveryPoint exact(Manifest manifest) {
    return new RecoveryPoint.Exact(backups.chain(manifest.id()));
  }
}
