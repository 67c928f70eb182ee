package org.nessiebackup.vault.access;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.segment.SegmentDecoder;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.StoreErrors;

/** What the keys that somebody has are good for in a vault. */
public final class VaultKeys {
  private static final int MOST_NAMED = 3;

  /** More than a chunk of an age file, so that a whole one is encrypted. */
  private static final byte[] REHEARSAL = new byte[128 * 1024];

  private final ObjectStore store;
  private final VaultDescription vault;
  private final SettingsLog settings;
  private final VaultAccess access;

  /** Those of somebody, in the vault of a store. */
  public VaultKeys(
      ObjectStore store, VaultDescription vault, SettingsLog settings, VaultAccess access) {
    this.store = store;
    this.vault = vault;
    this.settings = settings;
    this.access = access;
  }

  /**
   * Checks that the keys allow to write backups, before anything is done.
   *
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED}
   */
  public void checkWriter() {
    new WriterCheck(vault, settings, access).run();
  }

  /**
   * Checks that the keys open a backup, before anything is done.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG}
   */
  public void checkReader(Manifest manifest) {
    Decryption decryption = decryption(manifest);
    Optional<SegmentEntry> any =
        manifest.tables().stream().flatMap(table -> table.segments().stream()).findFirst();
    if (any.isEmpty()) {
      return;
    }
    try {
      if (!new ReaderCheck(store, manifest.id(), any.get()).opens(decryption)) {
        throw StoreErrors.wrongKey(manifest.id(), recipients(manifest.protection()));
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read segment \"" + any.get().object() + "\"", store);
    }
  }

  /**
   * Refuses a vault in which the host key at hand has never signed, before it is read. {@link
   * #checkWriter} says to a writer which key is needed.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}
   */
  public void requireOwn() {
    if (vault.signingKey().isPresent() && access.trusted().isEmpty()) {
      access.hostKey().ifPresent(key -> Authenticity.requireOwn(settings, key.verificationKey()));
    }
  }

  /** Whether it was said whose signatures count, whatever the vault names. */
  public boolean trustsNamedKeysOnly() {
    return !access.trusted().isEmpty();
  }

  /** Whether there is any identity at hand. */
  public boolean hasIdentity() {
    return !access.identities().isEmpty();
  }

  /** The settings of the vault. */
  public SettingsLog settings() {
    return settings;
  }

  /** Whether one of the identities is that of a recipient. */
  public boolean opensFor(String recipient) {
    return access.identities().stream()
        .anyMatch(identity -> identity.recipient().text().equals(recipient));
  }

  /** Whether the host key is the one with this public key. */
  public boolean signsAs(String signingKey) {
    return access
        .hostKey()
        .filter(key -> key.verificationKey().text().equals(signingKey))
        .isPresent();
  }

  /** Whether a backup was made when new backups were signed by the same key as now. */
  public boolean hasCurrentSigner(Manifest manifest) {
    Optional<String> then =
        settings.numbered(manifest.settings()).stream()
            .flatMap(each -> each.signingKeys().stream())
            .findFirst();
    return then.equals(settings.current().signingKeys().stream().findFirst());
  }

  /** Whether those can read what settings protect who can read what is written now. */
  public boolean hasCurrentRecipients(Protection protection) {
    return !protection.encryption().equals(Manifest.AGE)
        || settings
            .numbered(protection.settings())
            .filter(then -> Set.copyOf(then.recipients()).equals(recipients()))
            .isPresent();
  }

  private Set<String> recipients() {
    return Set.copyOf(settings.current().recipients());
  }

  /** Whether a backup's objects are encrypted for those for whom a new backup's would be. */
  public boolean hasCurrentRecipients(Manifest manifest) {
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
      throw Failure.USAGE.exception(
          "this vault was made without encryption, and stays so",
          "Make a new vault with `init`, back up there, and bring the old backups along: `copy"
              + " --to`.");
    }
    return next;
  }

  /** Signs, if anything in this vault is signed. */
  public Optional<SignedEnvelope.Signer> signer() {
    return vault.signingKey().isEmpty() ? Optional.empty() : access.hostKey().map(key -> key::sign);
  }

  /**
   * A backup is about to be written. Java takes long for the first age file and the first signature
   * of a process; that can pass, in a thread of its own, while the server is queried.
   */
  public void warmUpWriter() {
    Thread.ofPlatform().daemon().name("keys").start(this::rehearse);
  }

  /**
   * Encrypts and signs nothing for nobody. Whatever goes wrong here goes wrong later, with words.
   */
  private void rehearse() {
    try (OutputStream nothing = encryption().encrypt(OutputStream.nullOutputStream())) {
      nothing.write(REHEARSAL);
      signer().ifPresent(signer -> signer.sign(REHEARSAL));
    } catch (IOException | RuntimeException laterAgain) {
      // The real work meets the same error, and reports it.
    }
  }

  /** How new segments are stored that need no dictionary. */
  public SegmentEncoder encoding() {
    return SegmentEncoder.of(encryption());
  }

  /** How another form of an object of a backup is stored here. */
  public Encryption encryption(BackupObject object) {
    return switch (object) {
      case SegmentEntry segment -> encryption();
      case KeyList keys -> listEncryption();
    };
  }

  /** For whoever shall be able to read new backups. */
  private Encryption encryption() {
    return encryption(settings.current().recipients());
  }

  /** For whom new key lists are encrypted: those, and whoever makes incremental backups. */
  public Encryption listEncryption() {
    VaultSettings current = settings.current();
    List<String> recipients = new ArrayList<>(current.recipients());
    if (!recipients.isEmpty()) {
      current.listRecipient().filter(each -> !recipients.contains(each)).ifPresent(recipients::add);
    }
    return encryption(recipients);
  }

  /** For whoever goes on with tips, and nobody else. */
  public Encryption hostEncryption() {
    return encryption(settings.current().listRecipient().stream().toList());
  }

  private Encryption encryption(List<String> recipients) {
    if (!vault.encryption().equals(Manifest.AGE)) {
      return new Encryption.None();
    }
    return new Encryption.Age(recipients.stream().map(Recipient::new).toList());
  }

  /**
   * What it takes to read segments of a backup that need no dictionary.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} if it is encrypted and no identity is there
   */
  public SegmentDecoder decoding(Manifest manifest) {
    return SegmentDecoder.of(decryption(manifest));
  }

  /** What it takes to read an object of a backup. */
  public Decryption decryption(Manifest manifest, BackupObject object) {
    return switch (object) {
      case SegmentEntry segment -> decryption(manifest);
      case KeyList keys -> listDecryption(manifest);
    };
  }

  private Decryption decryption(Manifest manifest) {
    return decryption(manifest.protection(), "backup \"%s\"".formatted(manifest.id()));
  }

  /**
   * Reads rows.
   *
   * @param what whose rows, for messages
   * @throws BackupException {@link Failure#KEY_MISSING} if they are encrypted and no identity is
   *     there
   */
  public Decryption decryption(Protection protection, String what) {
    if (!protection.encrypted()) {
      return new Decryption.None();
    }
    if (access.identities().isEmpty()) {
      throw Failure.KEY_MISSING.exception(
          "%s is encrypted for %s, and no identity was given"
              .formatted(what, recipients(protection)),
          "Give the file with the identity of one of them with --identity or in"
              + " NESSIE_BACKUP_IDENTITY; `init` called it identity-%s.txt if not told otherwise."
                  .formatted(vault.shortId())
              + " Without it, checksums can be compared: `verify --quick`.");
    }
    return new Decryption.Age(access.identities());
  }

  /** For messages: whose identity opens a backup. */
  private String recipients(Protection protection) {
    List<String> all =
        settings.numbered(protection.settings()).map(VaultSettings::recipients).orElse(List.of());
    return all.isEmpty() ? "recipients that are not known" : FirstNames.of(all, MOST_NAMED);
  }

  /** Reads key lists of a backup, for which the host key will do. */
  public Decryption listDecryption(Manifest manifest) {
    return listDecryption(manifest.protection());
  }

  /** The same of what else is encrypted for the host key. */
  public Decryption listDecryption(Protection protection) {
    if (!protection.encrypted()) {
      return new Decryption.None();
    }
    List<Identity> identities = new ArrayList<>();
    access.hostKey().map(HostKey::listIdentity).ifPresent(identities::add);
    identities.addAll(access.identities());
    return new Decryption.Age(identities);
  }
}
