package org.nessiebackup.vault.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.ObjectStore;

/**
 * Believes no document that speaks of rows if nobody has signed it who may, or if its rows can be
 * read by others than those of the vault. For several threads.
 */
public final class SignatureCheck {
  /** A backup may have begun on one host while the key was exchanged on another. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private final String location;
  private final VaultDescription vault;
  private final SettingsLog settings;
  private final List<VerificationKey> trusted;

  /** Whether a text is a key takes as long to see as half a signature. */
  private final Map<String, VerificationKey> keys = new ConcurrentHashMap<>();

  /**
   * For the documents of a vault.
   *
   * @param trusted whose signatures count; if empty, those whom the settings name
   */
  public SignatureCheck(
      ObjectStore store,
      VaultDescription vault,
      SettingsLog settings,
      List<VerificationKey> trusted) {
    this.location = store.location();
    this.vault = vault;
    this.settings = settings;
    this.trusted = List.copyOf(trusted);
  }

  /**
   * A document as it was read.
   *
   * @param envelope what is at its head
   * @param protection who can read its rows, as it says itself
   * @param began when the work on it began, as it says itself
   * @param name the object's name, for messages
   */
  public record Signed(
      SignedEnvelope envelope, Protection protection, Instant began, String name) {}

  /**
   * Checks one.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}, or {@link Failure#FORMAT_UNSUPPORTED} if it
   *     is encrypted in a way that is not known
   */
  public void check(Signed document) {
    VaultFile.checkEncryption(document.protection().encryption(), document.name());
    checkSignature(document);
    checkEncrypted(document);
  }

  private void checkSignature(Signed document) {
    if (trusted.isEmpty() && vault.signingKey().isEmpty()) {
      checkUnsigned(document);
      return;
    }
    if (!document.envelope().verifiedBy(Signatures.by(keysFor(document)))) {
      throw untrusted(document, whyNot(document));
    }
    if (trusted.isEmpty()) {
      checkExchanged(document);
    }
  }

  /**
   * A key that was exchanged signs nothing that began later, whatever settings it names. Who has
   * stolen it can still date a backup back; that one is not the newest then.
   */
  private void checkExchanged(Signed document) {
    settings
        .withoutKeysOf(document.protection().settings())
        .filter(later -> document.began().isAfter(later.created().plus(CLOCKS_DIFFER)))
        .ifPresent(
            later -> {
              throw Failure.UNTRUSTED.exception(
                  "\"%s\" is of %s and signed by a key that was exchanged at %s"
                      .formatted(document.name(), document.began(), later.created()),
                  "Somebody may have the former host key, and put this there. If you know that the"
                      + " clock was wrong when it was made, give the former key with"
                      + " --trusted-key.");
            });
  }

  private static BackupException untrusted(Signed document, String why) {
    return Failure.UNTRUSTED.exception(
        "\"%s\" %s".formatted(document.name(), why),
        "Somebody may have put it there who should not. Use another backup, and find out who can"
            + " write to the vault.");
  }

  /** In a vault without signatures there is nothing that only one with them can have. */
  private void checkUnsigned(Signed document) {
    int number = document.protection().settings();
    if (number > 0 && settings.numbered(number).isEmpty()) {
      throw untrusted(document, whyNot(document));
    }
    if (document.envelope().signed()) {
      throw Authenticity.contradicted(location, document.name(), "signed");
    }
  }

  /**
   * Somebody had switched encryption off, if rows of an encrypted vault can be read by all. The
   * settings say who can, so these were never meant to be like that.
   */
  private void checkEncrypted(Signed document) {
    if (vault.encryption().equals(Manifest.AGE)
        && !document.protection().encryption().equals(Manifest.AGE)) {
      throw Failure.UNTRUSTED.exception(
          "\"%s\" says that it is not encrypted, but those of this vault have to be"
              .formatted(document.name()),
          "Somebody who can write to the vault has put it there, or had changed \"vault.json\" when"
              + " it was made: then everybody who can read the vault can read its rows. Take a new"
              + " backup; this file and what it describes are not restored, and can be removed by"
              + " hand.");
    }
  }

  private String whyNot(Signed document) {
    int number = document.protection().settings();
    if (!document.envelope().signed()) {
      return "is not signed, but has to be";
    }
    return trusted.isEmpty() && settings.numbered(number).isEmpty()
        ? "was made under settings %d, which this vault does not have".formatted(number)
        : "is signed by nobody who is trusted";
  }

  private VerificationKey key(String text) {
    return keys.computeIfAbsent(text, VerificationKey::new);
  }

  /** Those whom the user trusts, or those who might sign when the document was made. */
  private List<VerificationKey> keysFor(Signed document) {
    if (!trusted.isEmpty()) {
      return trusted;
    }
    return settings
        .numbered(document.protection().settings())
        .map(each -> each.signingKeys().stream().map(this::key).toList())
        .orElse(List.of());
  }
}
