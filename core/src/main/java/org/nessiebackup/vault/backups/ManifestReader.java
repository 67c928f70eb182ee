package org.nessiebackup.vault.backups;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.Authenticity;
import org.nessiebackup.vault.access.SettingsLog;
import org.nessiebackup.vault.access.Signatures;
import org.nessiebackup.vault.access.VaultFile;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

/** Reads manifests, and believes none that lies in the wrong place or that nobody has signed. */
final class ManifestReader {
  /** A backup may have begun on one host while the key was exchanged on another. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private final ObjectStore store;
  private final VaultDescription vault;
  private final SettingsLog settings;
  private final List<VerificationKey> trusted;

  /** Whether a text is a key takes as long to see as half a signature. */
  private final Map<String, VerificationKey> keys = new ConcurrentHashMap<>();

  ManifestReader(
      ObjectStore store,
      VaultDescription vault,
      SettingsLog settings,
      List<VerificationKey> trusted) {
    this.store = store;
    this.vault = vault;
    this.settings = settings;
    this.trusted = trusted;
  }

  /**
   * The manifest that says where a backup's objects are: that of the greatest revision.
   *
   * @throws NoSuchObjectException if there is no such backup
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#FORMAT_UNSUPPORTED} or {@link
   *     Failure#UNTRUSTED}
   */
  Documents.Enveloped<Manifest> current(BackupId id) throws IOException {
    return current(first(id));
  }

  /**
   * The same manifest, with the checksum of the first one.
   *
   * @throws NoSuchObjectException as {@link #current}
   */
  ParentLookup.Identified identified(BackupId id) throws IOException {
    Documents.Enveloped<Manifest> first = first(id);
    return new ParentLookup.Identified(current(first).content(), first.envelope().sha256());
  }

  private Documents.Enveloped<Manifest> current(Documents.Enveloped<Manifest> first)
      throws IOException {
    Documents.Enveloped<Manifest> manifest = first;
    BackupId id = first.content().id();
    // Only what is encrypted is ever stored again, for other recipients.
    if (manifest.content().encrypted()) {
      for (StoredObject revision : store.list(Layout.revisions(id))) {
        manifest = next(manifest, id, revision.name());
      }
    }
    return manifest;
  }

  /** The manifest by which the backup came to be, which is never replaced. */
  Documents.Enveloped<Manifest> first(BackupId id) throws IOException {
    Documents.Enveloped<Manifest> manifest = read(id, Layout.manifest(id));
    if (manifest.content().revision() != 0) {
      throw moved(manifest.content(), Layout.manifest(id));
    }
    return manifest;
  }

  private Documents.Enveloped<Manifest> next(
      Documents.Enveloped<Manifest> before, BackupId id, String name) throws IOException {
    Documents.Enveloped<Manifest> next = read(id, name);
    Manifest manifest = next.content();
    boolean follows =
        name.equals(Layout.revision(id, manifest.revision()))
            && manifest.revision() == before.content().revision() + 1
            && manifest.revised().revises().equals(Optional.of(before.envelope().sha256()));
    if (!follows) {
      throw moved(manifest, name);
    }
    return next;
  }

  private Documents.Enveloped<Manifest> read(BackupId id, String name) throws IOException {
    Documents.Enveloped<Manifest> enveloped = SmallObjects.read(store, name, Manifest.class);
    Manifest manifest = enveloped.content();
    if (!manifest.id().equals(id) || !manifest.vault().equals(vault.id())) {
      throw moved(manifest, name);
    }
    VaultFile.checkEncryption(manifest.encryption(), name);
    checkSignature(enveloped, name);
    checkEncrypted(manifest, name);
    return enveloped;
  }

  private void checkSignature(Documents.Enveloped<Manifest> enveloped, String name) {
    if (trusted.isEmpty() && vault.signingKey().isEmpty()) {
      checkUnsigned(enveloped, name);
      return;
    }
    if (!enveloped.envelope().verifiedBy(Signatures.by(keysFor(enveloped.content())))) {
      throw untrusted(name, whyNot(enveloped));
    }
    if (trusted.isEmpty()) {
      checkExchanged(enveloped.content(), name);
    }
  }

  /**
   * A key that was exchanged signs no backup that began later, whatever settings it names. Who has
   * stolen it can still date one back; that one is not the newest then.
   */
  private void checkExchanged(Manifest manifest, String name) {
    Instant began =
        manifest.snapshotAt().isAfter(manifest.started())
            ? manifest.snapshotAt()
            : manifest.started();
    settings
        .withoutKeysOf(manifest.settings())
        .filter(later -> began.isAfter(later.created().plus(CLOCKS_DIFFER)))
        .ifPresent(
            later -> {
              throw Failure.UNTRUSTED.exception(
                  "\"%s\" is of %s and signed by a key that was exchanged at %s"
                      .formatted(name, began, later.created()),
                  "Somebody may have the former host key, and put this there. If you know that the"
                      + " clock was wrong when it was made, give the former key with"
                      + " --trusted-key.");
            });
  }

  private static BackupException untrusted(String name, String why) {
    return Failure.UNTRUSTED.exception(
        "\"%s\" %s".formatted(name, why),
        "Somebody may have put it there who should not. Use another backup, and find out who can"
            + " write to the vault.");
  }

  /** In a vault without signatures there is nothing that only one with them can have. */
  private void checkUnsigned(Documents.Enveloped<Manifest> enveloped, String name) {
    int number = enveloped.content().settings();
    if (number > 0 && settings.numbered(number).isEmpty()) {
      throw untrusted(name, whyNot(enveloped));
    }
    if (enveloped.envelope().signed()) {
      throw Authenticity.contradicted(store.location(), name, "signed");
    }
  }

  /**
   * Somebody had switched encryption off, if a backup of an encrypted vault can be read by all. The
   * settings say who can, so this one was never meant to be like that.
   */
  private void checkEncrypted(Manifest manifest, String name) {
    if (vault.encryption().equals(Manifest.AGE) && !manifest.encrypted()) {
      throw Failure.UNTRUSTED.exception(
          "\"%s\" says that this backup is not encrypted, but those of this vault have to be"
              .formatted(name),
          "Somebody who can write to the vault has put it there, or had changed \"vault.json\" when"
              + " it was made: then everybody who can read the vault can read this backup. Take a"
              + " new one; this one is not restored, and its folder can be removed by hand.");
    }
  }

  private String whyNot(Documents.Enveloped<Manifest> enveloped) {
    int number = enveloped.content().settings();
    if (!enveloped.envelope().signed()) {
      return "is not signed, but has to be";
    }
    return trusted.isEmpty() && settings.numbered(number).isEmpty()
        ? "was made under settings %d, which this vault does not have".formatted(number)
        : "is signed by nobody who is trusted";
  }

  private VerificationKey key(String text) {
    return keys.computeIfAbsent(text, VerificationKey::new);
  }

  /** Those whom the user trusts, or those who might sign when the backup was made. */
  private List<VerificationKey> keysFor(Manifest manifest) {
    if (!trusted.isEmpty()) {
      return trusted;
    }
    return settings
        .numbered(manifest.settings())
        .map(each -> each.signingKeys().stream().map(this::key).toList())
        .orElse(List.of());
  }

  private static BackupException moved(Manifest manifest, String name) {
    return Failure.DAMAGED.exception(
        "\"%s\" belongs to backup \"%s\" of vault %s, revision %d"
            .formatted(name, manifest.id(), manifest.vault(), manifest.revision()),
        "Files were moved by hand; put them back where they came from.");
  }
}
