package org.nessiebackup.vault.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

/**
 * All settings that a vault ever had, each signed by the key that the ones before name first, and
 * the first by the key in {@code vault.json}.
 */
public final class SettingsLog {
  private final List<Documents.Enveloped<VaultSettings>> entries;
  private final VaultDescription vault;

  private SettingsLog(VaultDescription vault, List<Documents.Enveloped<VaultSettings>> entries) {
    this.vault = vault;
    this.entries = entries;
  }

  /**
   * Reads and checks them.
   *
   * @throws BackupException {@link Failure#DAMAGED} if there is a gap, {@link Failure#UNTRUSTED} if
   *     a signature does not fit
   */
  public static SettingsLog read(ObjectStore store, VaultDescription vault) throws IOException {
    List<Documents.Enveloped<VaultSettings>> entries = new ArrayList<>();
    for (StoredObject object : store.list(Layout.SETTINGS)) {
      if (!object.name().equals(Layout.settings(entries.size() + 1))) {
        throw Failure.DAMAGED.exception(
            "settings are missing before \"%s\"".formatted(object.name()),
            "Bring the file back from a copy of the vault.");
      }
      Documents.Enveloped<VaultSettings> next =
          SmallObjects.read(store, object.name(), VaultSettings.class);
      check(vault, entries, next, object.name());
      entries.add(next);
    }
    if (entries.isEmpty() && vault.signingKey().isPresent()) {
      throw Failure.DAMAGED.exception(
          "the vault's settings are missing: there is no \"%s\"".formatted(Layout.settings(1)),
          "Bring the files below \"settings\" back from a copy of the vault.");
    }
    Authenticity.check(store.location(), vault, entries);
    return new SettingsLog(vault, List.copyOf(entries));
  }

  private static void check(
      VaultDescription vault,
      List<Documents.Enveloped<VaultSettings>> before,
      Documents.Enveloped<VaultSettings> next,
      String name) {
    if (next.content().number() != before.size() + 1
        || !next.content().vault().equals(vault.id())) {
      throw Failure.DAMAGED.exception(
          "\"%s\" belongs to vault %s, as its settings %d"
              .formatted(name, next.content().vault(), next.content().number()),
          "Files were moved by hand: put them back where they came from. Or somebody has changed"
              + " \"vault.json\": bring it back from a copy of the vault, or write it again with"
              + " `key repair`.");
    }
    Optional<String> signer = signerOf(vault, before);
    if (signer.isPresent() && !next.envelope().verifiedBy(Signatures.by(signer.get()))) {
      throw Failure.UNTRUSTED.exception(
          "\"%s\" is not signed by the key that may change the vault's settings".formatted(name),
          "Somebody has changed the file, or \"vault.json\", which names the first key. Bring it"
              + " back from a copy of the vault, and find out who can write there. `key repair`"
              + " writes \"vault.json\" again as the settings say.");
    }
  }

  /** Those in force. */
  public VaultSettings current() {
    return entries.isEmpty() ? VaultSettings.none(vault) : entries.getLast().content();
  }

  /**
   * Whether those in force are signed by the key that signs new backups. That of the settings
   * before, which has signed them, most often is the same: then it was seen when they were read.
   */
  public boolean affirmed() {
    Optional<String> signer = current().signingKeys().stream().findFirst();
    return signer.isEmpty()
        || signer.equals(signerOf(vault, entries.subList(0, entries.size() - 1)))
        || entries.getLast().envelope().verifiedBy(Signatures.by(signer.get()));
  }

  private static Optional<String> signerOf(
      VaultDescription vault, List<Documents.Enveloped<VaultSettings>> before) {
    return before.isEmpty()
        ? vault.signingKey()
        : before.getLast().content().signingKeys().stream().findFirst();
  }

  /** Those of a number, if the vault has them. */
  public Optional<VaultSettings> numbered(int number) {
    return number < 1 || number > entries.size()
        ? Optional.empty()
        : Optional.of(entries.get(number - 1).content());
  }

  /**
   * Whether a key has signed any of them: each was held against the key that those before it name
   * when it was read.
   */
  public boolean signedBy(VerificationKey key) {
    return IntStream.range(0, entries.size()).anyMatch(number -> signedBy(key, number));
  }

  private boolean signedBy(VerificationKey key, int number) {
    return signerOf(vault, entries.subList(0, number)).filter(key.text()::equals).isPresent();
  }

  /** Whether a key has signed those in force. */
  boolean currentSignedBy(VerificationKey key) {
    return !entries.isEmpty() && signedBy(key, entries.size() - 1);
  }

  /**
   * Since when a key that could sign under settings of that number can do so no longer; absent if
   * it still can.
   */
  public Optional<VaultSettings> withoutKeysOf(int number) {
    return numbered(number)
        .flatMap(
            then ->
                entries.subList(number, entries.size()).stream()
                    .map(Documents.Enveloped::content)
                    .filter(later -> Collections.disjoint(later.signingKeys(), then.signingKeys()))
                    .findFirst());
  }
}
