package org.nessiebackup.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Seal;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;

/** What the keys that somebody has are good for in a vault. */
final class VaultKeys {
  private static final int MOST_NAMED = 3;

  /** More than a chunk of an age file, so that a whole one is encrypted. */
  private static final byte[] REHEARSAL = new byte[128 * 1024];

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
                        "`init` has written it, as host-key-%s.pem if not told otherwise. Give the"
                                .formatted(vault.shortId())
                            + " file with --host-key or in NESSIE_BACKUP_HOST_KEY."));
    if (!key.verificationKey().text().equals(signer.get())) {
      throw new BackupException(
          Failure.KEY_WRONG,
          "the host key that was given is %s, but new backups of this vault are signed by %s"
              .formatted(key.verificationKey(), signer.get()),
          "Give the right one with --host-key; `key list` shows which one fits.");
    }
    if (!affirmed()) {
      throw new BackupException(
          Failure.UNTRUSTED,
          "the vault's settings %d are not signed by its own host key"
              .formatted(settings.current().number()),
          "Either a `key rotate` was stopped: run it again. Or somebody with the former key has"
              + " changed who can read new backups: look at `key list`.");
    }
    checkTrusted(key);
  }

  /** Whom a user trusts, if he says so, has to have signed who can read new backups. */
  private void checkTrusted(HostKey key) {
    if (!access.trusted().isEmpty()
        && (!access.trusted().contains(key.verificationKey())
            || access.trusted().stream().noneMatch(settings::currentSignedBy))) {
      throw new BackupException(
          Failure.UNTRUSTED,
          "the vault's settings %d, or new backups, are signed by a key that is not trusted"
              .formatted(settings.current().number()),
          "Trust the key that `key list` shows, if it is yours: after `key rotate` it is a new"
              + " one.");
    }
  }

  /** Whether the settings in force are signed by the key that signs new backups. */
  boolean affirmed() {
    return settings.affirmed();
  }

  /** Whether one of the identities is that of a recipient. */
  boolean opensFor(String recipient) {
    return access.identities().stream()
        .anyMatch(identity -> identity.recipient().text().equals(recipient));
  }

  /** Whether the host key is the one with this public key. */
  boolean signsAs(String signingKey) {
    return access
        .hostKey()
        .filter(key -> key.verificationKey().text().equals(signingKey))
        .isPresent();
  }

  /** Whether a backup was made when new backups were signed by the same key as now. */
  boolean hasCurrentSigner(Manifest manifest) {
    Optional<String> then =
        settings.numbered(manifest.settings()).stream()
            .flatMap(each -> each.signingKeys().stream())
            .findFirst();
    return then.equals(settings.current().signingKeys().stream().findFirst());
  }

  /** Whether a backup's objects are encrypted for those for whom a new backup's would be. */
  boolean hasCurrentRecipients(Manifest manifest) {
    if (!manifest.encrypted()) {
      return true;
    }
    VaultSettings current = settings.current();
    return settings
        .numbered(manifest.settings())
        .filter(then -> Set.copyOf(then.recipients()).equals(Set.copyOf(current.recipients())))
        .filter(
            then ->
                then.listRecipient().equals(current.listRecipient())
                    || manifest.tables().stream().noneMatch(VaultKeys::hasKeyLists))
        .isPresent();
  }

  private static boolean hasKeyLists(TableEntry table) {
    return table.changes().flatMap(TableChanges::deletedKeys).isPresent()
        || table.segments().stream().anyMatch(segment -> segment.keys().isPresent());
  }

  /**
   * Settings that may be published.
   *
   * @throws BackupException {@link Failure#USAGE} if nobody could read new backups of an encrypted
   *     vault, or somebody is to read those of another one
   */
  VaultSettings checked(VaultSettings next) {
    if (vault.encryption().equals(Manifest.AGE)) {
      encryption(next.recipients());
    } else if (!next.recipients().isEmpty()) {
      throw new BackupException(
          Failure.USAGE,
          "this vault was made without encryption, and stays so",
          "Make a new vault with `init`, back up there, and bring the old backups along: `copy"
              + " --to`.");
    }
    return next;
  }

  /** Signs, if anything in this vault is signed. */
  Optional<Seal.Signer> signer() {
    return vault.signingKey().isEmpty() ? Optional.empty() : access.hostKey().map(key -> key::sign);
  }

  /**
   * Encrypts and signs nothing for nobody. Whatever goes wrong here goes wrong later, with words.
   */
  void rehearse() {
    try (OutputStream nothing = encryption().encrypt(OutputStream.nullOutputStream())) {
      nothing.write(REHEARSAL);
      signer().ifPresent(signer -> signer.sign(REHEARSAL));
    } catch (IOException | RuntimeException laterAgain) {
      // The real work meets the same error, and reports it.
    }
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
          "backup \"%s\" is encrypted for %s, and no identity was given"
              .formatted(manifest.id(), recipients(manifest)),
          "Give the file with the identity of one of them with --identity or in"
              + " NESSIE_BACKUP_IDENTITY; `init` called it identity-%s.txt if not told otherwise."
                  .formatted(vault.shortId())
              + " Without it, checksums can be compared: `verify --quick`.");
    }
    return Decryption.with(access.identities());
  }

  /** For messages: whose identity opens a backup. */
  String recipients(Manifest manifest) {
    List<String> all =
        settings.numbered(manifest.settings()).map(VaultSettings::recipients).orElse(List.of());
    if (all.isEmpty()) {
      return "recipients that are not known";
    }
    String first = String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())));
    return all.size() > MOST_NAMED
        ? first + " and %d more".formatted(all.size() - MOST_NAMED)
        : first;
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
