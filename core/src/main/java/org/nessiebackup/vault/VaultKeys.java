package org.nessiebackup.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Seal;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;

/** What the keys that somebody has are good for in a vault. */
final class VaultKeys {
  private final VaultDescription vault;
  private final SettingsSeries settings;
  private final VaultAccess access;

  VaultKeys(VaultDescription vault, SettingsSeries settings, VaultAccess access) {
    this.vault = vault;
    this.settings = settings;
    this.access = access;
  }

  /**
   * Refuses to write without the key that signs, or into a vault whose settings somebody else has
   * made: they could name a recipient of their own.
   */
  void checkWriter() {
    Optional<String> signer = settings.current().signingKeys().stream().findFirst();
    if (signer.isEmpty()) {
      return;
    }
    HostKey key =
        access
            .hostKey()
            .orElseThrow(
                () ->
                    new BackupException(
                        Failure.KEY_MISSING,
                        "this vault's backups are signed, and no host key was given",
                        "Give the file that `init` wrote with --host-key or in"
                            + " NESSIE_BACKUP_HOST_KEY."));
    if (!key.verificationKey().text().equals(signer.get())) {
      throw new BackupException(
          Failure.KEY_WRONG,
          "the host key that was given is %s, but new backups of this vault are signed by %s"
              .formatted(key.verificationKey(), signer.get()),
          "Give the right one with --host-key, or let the vault know the new one: `key rotate`.");
    }
    if (!settings.seal().orElseThrow().verifiedBy(Signatures.by(signer.get()))) {
      throw new BackupException(
          Failure.UNTRUSTED,
          "the vault's settings %d are not signed by its own host key"
              .formatted(settings.current().number()),
          "Somebody may have changed who can read new backups. Look at `key list`, and find out who"
              + " can write to the vault.");
    }
  }

  /** Signs, if anything in this vault is signed. */
  Optional<Seal.Signer> signer() {
    return vault.signingKey().isEmpty() ? Optional.empty() : access.hostKey().map(key -> key::sign);
  }

  /** For whoever shall be able to read new backups. */
  Encryption encryption() {
    return encryption(settings.current().recipients());
  }

  /** For them, and for whoever makes incremental backups. */
  Encryption listEncryption() {
    VaultSettings current = settings.current();
    List<String> recipients = new ArrayList<>(current.recipients());
    if (!recipients.isEmpty()) {
      current.listRecipient().filter(each -> !recipients.contains(each)).ifPresent(recipients::add);
    }
    return encryption(recipients);
  }

  private Encryption encryption(List<String> recipients) {
    if (!vault.encryption().equals(Manifest.AGE)) {
      return Encryption.none();
    }
    return new Encryption.Age(recipients.stream().map(Recipient::new).toList());
  }

  /**
   * Reads segments of a backup.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} if it is encrypted and no identity is there
   */
  Decryption decryption(Manifest manifest) {
    if (!manifest.encrypted()) {
      return Decryption.none();
    }
    if (access.identities().isEmpty()) {
      throw new BackupException(
          Failure.KEY_MISSING,
          "backup \"%s\" is encrypted, and no identity was given".formatted(manifest.id()),
          "Give the file with the identity of a recipient with --identity or in"
              + " NESSIE_BACKUP_IDENTITY. Without it, checksums can be compared: `verify --quick`.");
    }
    return Decryption.with(access.identities());
  }

  /** Reads key lists of a backup, for which the host key will do. */
  Decryption listDecryption(Manifest manifest) {
    if (!manifest.encrypted()) {
      return Decryption.none();
    }
    List<Identity> identities = new ArrayList<>();
    access.hostKey().map(HostKey::listIdentity).ifPresent(identities::add);
    identities.addAll(access.identities());
    return Decryption.with(identities);
  }
}
