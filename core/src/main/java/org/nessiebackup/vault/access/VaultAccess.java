package org.nessiebackup.vault.access;

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

  /** The same with a host key. */
  public VaultAccess withHostKey(HostKey key) {
    return new VaultAccess(Optional.of(key), identities, trusted);
  }

  /** The same with these identities and no others. */
  public VaultAccess withIdentities(List<Identity> others) {
    return new VaultAccess(hostKey, others, trusted);
  }

  /** The same, trusting these and nobody else. */
  public VaultAccess withTrusted(List<VerificationKey> keys) {
    return new VaultAccess(hostKey, identities, keys);
  }

  /** Three asterisks: most of it is secret. */
  @Override
  public String toString() {
    return "***";
  }
}
