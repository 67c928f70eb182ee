package org.nessiebackup.journal;

import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.vault.Vault;

/** Whether there is a backup from which the journal goes on, or one has to be taken. */
final class NewestBase {
  private NewestBase() {}

  /** The newest backup, if an epoch and those before it bring it forward. */
  static Optional<BackupId> of(Vault vault, JournalEpoch epoch) {
    return vault
        .backups()
        .newest()
        .manifest()
        .filter(backup -> isOf(backup, epoch))
        .filter(
            backup ->
                before(backup)
                    .filter(position -> position.compareTo(start(vault, epoch)) >= 0)
                    .isPresent())
        .map(Manifest::id);
  }

  private static Optional<Lsn> before(Manifest backup) {
    return backup.server().flatMap(Source.Server::lsnBefore).flatMap(Lsn::parse);
  }

  private static boolean isOf(Manifest backup, JournalEpoch epoch) {
    JournalEpoch.Place place = epoch.source();
    boolean server =
        backup
            .server()
            .filter(
                each ->
                    !each.standby()
                        && each.systemIdentifier().equals(Optional.of(place.systemIdentifier()))
                        && each.timeline().equals(Optional.of(place.timeline()))
                        && each.databaseOid() == place.databaseOid())
            .isPresent();
    return server
        && Stream.of(epoch.references(), epoch.objects())
            .allMatch(
                table ->
                    backup
                        .table(table.shape().name())
                        .flatMap(TableEntry::identity)
                        .filter(identity -> identity.oid() == table.oid())
                        .isPresent());
  }

  /** Where the first of the epochs begins that follow on each other up to this one. */
  private static Lsn start(Vault vault, JournalEpoch epoch) {
    JournalEpoch first = epoch;
    while (first.follows().isPresent()) {
      first = vault.journal().epoch(first.follows().get().epoch()).document();
    }
    return first.start();
  }
}
