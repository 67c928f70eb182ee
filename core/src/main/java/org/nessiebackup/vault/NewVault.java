package org.nessiebackup.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;

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

  /** One that everybody can read and write. */
  public static NewVault plain(String id, Instant created, String tool) {
    return new NewVault(id, created, tool, List.of(), Optional.empty());
  }

  VaultDescription description() {
    return new VaultDescription(
        id,
        created,
        tool,
        recipients.isEmpty() ? Manifest.NOT_ENCRYPTED : Manifest.AGE,
        hostKey.map(key -> key.verificationKey().text()));
  }

  /** The first settings, if it needs any. */
  Optional<VaultSettings> settings() {
    return hostKey.map(
        key ->
            new VaultSettings(
                1,
                id,
                created,
                tool,
                recipients.stream().map(Recipient::text).toList(),
                List.of(key.verificationKey().text()),
                recipients.isEmpty()
                    ? Optional.empty()
                    : Optional.of(key.listIdentity().recipient().text()),
                RetentionPolicy.DEFAULT,
                Duration.ofDays(7)));
  }
}
