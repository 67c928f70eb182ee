package org.nessiebackup.vault;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.crypto.VerificationKey;

/**
 * The keys that somebody has who uses a vault.
 *
 * @param hostKey signs what is written, and reads key lists; needed to write to a signed vault
 * @param identities read what is encrypted; needed to restore from an encrypted vault
 * @param trusted whose signatures count; if empty, those whom the vault itself names
 */
public record VaultAccess(
    Optional<HostKey> hostKey, List<Identity> identities, List<VerificationKey> trusted) {
  /** No key at all: enough to list, prune, copy and compare checksums. */
  public static final VaultAccess NONE = new VaultAccess(Optional.empty(), List.of(), List.of());

  /** Takes its own copies of the lists. */
  public VaultAccess {
    identities = List.copyOf(identities);
    trusted = List.copyOf(trusted);
  }
}
