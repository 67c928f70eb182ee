package org.nessiebackup.vault;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.ListResult;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * A vault that is to be made.
 *
 * @param id a UUID
 * @param created now
 * @param tool name and version of this program
 * @param recipients who will be able to read its backups; empty for everybody
 * @param hostKey signs its backups; absent if nothing is to be signed
 */
public record NewVault(
    String id,
    Instant created,
    String tool,
    List<Recipient> recipients,
    Optional<HostKey> hostKey) {
  /** Refuses encryption without signatures: the key that signs is also the one that reads lists. */
  public NewVault {
    recipients = List.copyOf(recipients);
    if (!recipients.isEmpty() && hostKey.isEmpty()) {
      throw new IllegalArgumentException("an encrypted vault needs a host key");
    }
  }

  /** Writes it, unless there is a vault: settings first, since the file makes it one. */
  void writeTo(ObjectStore store) {
    try {
      if (SmallObjects.exists(store, Layout.VAULT)) {
        return;
      }
      ListResult backups = store.survey(Layout.BACKUPS);
      if (!backups.objects().isEmpty() || !backups.gaps().isEmpty()) {
        throw Failure.DAMAGED.exception(
            "\"" + store.location() + "\" holds backups but no \"" + Layout.VAULT + "\"",
            "Bring the file back from a copy of the vault, or let `key repair` write it again as"
                + " the signed settings say.");
      }
      // Without the file that comes last there is no vault, so these belong to none.
      for (StoredObject stale : store.list(Layout.SETTINGS)) {
        store.delete(stale.name());
      }
      if (settings().isPresent()) {
        SmallObjects.put(
            store,
            Layout.settings(1),
            Documents.write(settings().get(), hostKey.map(key -> key::sign)));
      }
      SmallObjects.put(store, Layout.VAULT, Documents.write(description()));
    } catch (IOException e) {
      throw StoreErrors.notMade(e, store);
    }
  }

  /** The key of whoever makes it. */
  VaultAccess access() {
    return new VaultAccess(hostKey, List.of(), List.of());
  }

  private VaultDescription description() {
    return new VaultDescription(
        id,
        created,
        tool,
        recipients.isEmpty() ? Manifest.NOT_ENCRYPTED : Manifest.AGE,
        hostKey.map(key -> key.verificationKey().text()));
  }

  /** The first settings, if it needs any. */
  private Optional<VaultSettings> settings() {
    return hostKey.map(
        key ->
            new VaultSettings(
                1,
                id,
                created,
                tool,
                new VaultSettings.Keys(
                    recipients.stream().map(Recipient::text).toList(),
                    List.of(key.verificationKey().text()),
                    recipients.isEmpty()
                        ? Optional.empty()
                        : Optional.of(key.listIdentity().recipient().text())),
                RetentionPolicy.DEFAULT,
                Duration.ofDays(7)));
  }
}
