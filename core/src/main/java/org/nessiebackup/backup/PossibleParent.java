package org.nessiebackup.backup;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.BackupChain;
import org.nessiebackup.vault.CatalogHistory;
import org.nessiebackup.vault.Vault;

/** What a vault has that a backup could build on, whatever the server is like. */
sealed interface PossibleParent {
  /** The newest backup of a server. */
  Optional<Manifest> newest();

  /** Its chain, complete as far as a listing tells. */
  record Usable(BackupChain chain) implements PossibleParent {
    @Override
    public Optional<Manifest> newest() {
      return Optional.of(chain.newest());
    }
  }

  /** Nothing to build on, and why. */
  record None(Optional<Manifest> newest, FullReason reason) implements PossibleParent {}

  /** Reads the vault; the lease is to be held, so that nobody adds to it meanwhile. */
  static PossibleParent read(Vault vault, BackupOptions.Wanted wanted) {
    Optional<Manifest> newest = CatalogHistory.newest(vault);
    if (wanted == BackupOptions.Wanted.FULL) {
      return new None(newest, FullReason.ASKED_FOR);
    }
    if (newest.isEmpty()) {
      return new None(newest, FullReason.FIRST);
    }
    if (!vault.hasCurrentSigner(newest.get())) {
      return new None(newest, FullReason.HOST_KEY_EXCHANGED);
    }
    try {
      BackupChain chain = vault.chain(newest.get().id());
      chain.members().forEach(vault::checkComplete);
      return new Usable(chain);
    } catch (BackupException e) {
      return new None(newest, ParentFailure.reason(e));
    }
  }
}
