package org.nessiebackup.backup;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.backups.BackupNames;
import org.nessiebackup.vault.backups.NewestBackup;

/** What a vault has that a backup could build on, whatever the server is like. */
sealed interface ParentCandidate {
  /** The newest backup of a server. */
  Optional<Manifest> newest();

  /** The names that backups have. */
  BackupNames names();

  /** Its chain, complete as far as a listing shows. */
  record Usable(BackupChain chain, BackupNames names) implements ParentCandidate {
    @Override
    public Optional<Manifest> newest() {
      return Optional.of(chain.newest());
    }
  }

  /** Nothing to build on, and why. */
  record None(Optional<Manifest> newest, BackupNames names, FullReason reason)
      implements ParentCandidate {}

  /** Reads the vault; the lease is to be held, so that nobody adds to it meanwhile. */
  static ParentCandidate read(Vault vault, BackupOptions.Wanted wanted) {
    NewestBackup found = vault.backups().newest();
    Optional<Manifest> newest = found.manifest();
    BackupNames names = found.names();
    if (wanted == BackupOptions.Wanted.FULL) {
      return new None(newest, names, FullReason.ASKED_FOR);
    }
    if (newest.isEmpty()) {
      return new None(newest, names, FullReason.FIRST);
    }
    if (!vault.keys().hasCurrentSigner(newest.get())) {
      return new None(newest, names, FullReason.HOST_KEY_EXCHANGED);
    }
    try {
      BackupChain chain = vault.backups().chain(found.identified().orElseThrow());
      chain.members().forEach(vault.backups()::checkComplete);
      return new Usable(chain, names);
    } catch (BackupException e) {
      return new None(newest, names, reason(e));
    }
  }

  /**
   * Why a full one is taken when those it would build on cannot be used: a night without a backup
   * is worse than a large one.
   *
   * @throws BackupException the failure itself, if another parent would not help
   */
  static FullReason reason(BackupException failure) {
    return switch (failure.failure()) {
      case DAMAGED, UNTRUSTED, FORMAT_UNSUPPORTED, BACKUP_NOT_FOUND -> FullReason.PARENT_DAMAGED;
      case KEY_MISSING, KEY_WRONG -> FullReason.PARENT_CLOSED;
      default -> throw failure;
    };
  }
}
