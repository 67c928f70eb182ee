package org.nessiebackup.journal;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.BaseRules;

/** Whether there is a backup from which the journal goes on, or one has to be taken. */
final class NewestBase {
  private NewestBase() {}

  /** The newest backup, if an epoch and those before it bring it forward. */
  static Optional<BackupId> of(Vault vault, JournalEpoch epoch) {
    return vault
        .backups()
        .newest()
        .manifest()
        .filter(backup -> BaseRules.fits(backup, first(vault, epoch)))
        .map(Manifest::id);
  }

  /** The first of the epochs that follow on each other up to this one. */
  private static JournalEpoch first(Vault vault, JournalEpoch epoch) {
    JournalEpoch first = epoch;
    while (first.follows().isPresent()) {
      first = vault.journal().epoch(first.follows().get().epoch()).document();
    }
    return first;
  }
}
