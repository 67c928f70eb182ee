package org.nessiebackup.vault.access;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/** Publishes settings that follow on those in force. Of two who do so at once, one wins. */
public final class SettingsChange {
  private final ObjectStore store;
  private final VaultKeys keys;
  private final String tool;
  private final Instant now;

  /**
   * Nothing yet.
   *
   * @param tool name and version of this program
   */
  public SettingsChange(ObjectStore store, VaultKeys keys, String tool, Instant now) {
    this.store = store;
    this.keys = keys;
    this.tool = tool;
    this.now = now;
  }

  /**
   * Publishes what a change makes of the settings; nothing, if that is the same.
   *
   * @throws BackupException as {@link VaultKeys#checkWriter}; {@link Failure#LOCKED} if somebody
   *     else was faster
   */
  public void publish(UnaryOperator<VaultSettings> change) {
    keys.checkWriter();
    VaultSettings current = keys.settings().current();
    VaultSettings changed = keys.checked(change.apply(current));
    if (!changed.equals(current)) {
      put(current, changed, keys.signer());
    }
  }

  /**
   * Lets another host key sign from now on: the old one names it, and it says the same once more.
   * If the first half was done before, by whoever was stopped in between, only the second is.
   *
   * @throws BackupException as {@link #publish}; {@link Failure#USAGE} if nothing in this vault is
   *     signed
   */
  public void exchange(HostKey next) {
    VaultSettings current = keys.settings().current();
    if (current.signingKeys().isEmpty()) {
      throw Failure.USAGE.exception(
          "nothing in vault \"%s\" is signed, so there is no host key to exchange"
              .formatted(store.location()),
          "Make a new vault with `init`.");
    }
    String key = next.verificationKey().text();
    VaultSettings named = current;
    if (!current.signingKeys().getFirst().equals(key)) {
      keys.checkWriter();
      named = put(current, withKey(current, next, key), keys.signer());
    } else if (keys.settings().affirmed()) {
      return;
    }
    put(named, named, Optional.of(next::sign));
  }

  private static VaultSettings withKey(VaultSettings current, HostKey next, String key) {
    return current.signedBy(
        key, current.listRecipient().map(before -> next.listIdentity().recipient().text()));
  }

  private VaultSettings put(
      VaultSettings current, VaultSettings changed, Optional<SignedEnvelope.Signer> signer) {
    VaultSettings next = changed.numbered(current.number() + 1, tool, now);
    try {
      SmallObjects.put(store, Layout.settings(next.number()), Documents.write(next, signer));
      return next;
    } catch (ObjectExistsException e) {
      throw Failure.LOCKED.exception(
          "somebody else has changed the settings of vault \"%s\" at the same moment"
              .formatted(store.location()),
          "Look at `key list`, and run the command again if it is still needed.",
          e);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot change the settings", store);
    }
  }
}
