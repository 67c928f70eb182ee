package org.nessiebackup.vault;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Seal;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;

/** Publishes settings that follow on those in force. Of two who do so at once, one wins. */
final class SettingsChange {
  private final ObjectStore store;
  private final String tool;
  private final Instant now;

  SettingsChange(ObjectStore store, String tool, Instant now) {
    this.store = store;
    this.tool = tool;
    this.now = now;
  }

  /** Publishes what a change makes of the settings; nothing, if that is the same. */
  VaultSettings publish(
      VaultSettings current, UnaryOperator<VaultSettings> change, Optional<Seal.Signer> signer)
      throws IOException {
    VaultSettings changed = change.apply(current);
    return changed.equals(current) ? current : put(current, changed, signer);
  }

  /**
   * Lets another host key sign from now on: the old one names it, and it says the same once more.
   * If the first half was done before, by whoever was stopped in between, only the second is.
   *
   * @param signer that of the old key, if the settings are not those of the first half
   */
  VaultSettings exchange(VaultSettings current, HostKey next, Optional<Seal.Signer> signer)
      throws IOException {
    String key = next.verificationKey().text();
    VaultSettings named =
        current.signingKeys().getFirst().equals(key)
            ? current
            : put(current, withKey(current, next, key), signer);
    return put(named, named, Optional.of(next::sign));
  }

  private static VaultSettings withKey(VaultSettings current, HostKey next, String key) {
    return current.signedBy(
        key, current.listRecipient().map(before -> next.listIdentity().recipient().text()));
  }

  private VaultSettings put(
      VaultSettings current, VaultSettings changed, Optional<Seal.Signer> signer)
      throws IOException {
    VaultSettings next = changed.numbered(current.number() + 1, tool, now);
    String name = Layout.settings(next.number());
    try {
      SmallObjects.put(store, name, Documents.write(next, signer));
    } catch (ObjectExistsException e) {
      throw new BackupException(
          Failure.LOCKED,
          "somebody else has changed the settings of vault \"%s\" at the same moment"
              .formatted(store.location()),
          "Look at `key list`, and run the command again if it is still needed.",
          e);
    }
    return next;
  }
}
