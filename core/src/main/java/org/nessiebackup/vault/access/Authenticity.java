package org.nessiebackup.vault.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.ObjectStore;

/**
 * Holds {@code vault.json}, which nobody signs, against the signed settings, and both against the
 * keys that somebody knows. Whoever can write to the vault can exchange the file; what it says less
 * than they do must not switch anything off.
 */
public final class Authenticity {
  /** What anybody can do who finds that the file is not what it was. */
  static final String HINT =
      "Anybody who can write to the vault may have changed \"vault.json\", to read new backups or"
          + " to have forged ones believed: find out who can. `key repair` with the host key writes"
          + " the file again as the signed settings say, or bring it back from a copy of the vault."
          + " Then `verify --all` names the backups that are not to be trusted.";

  private static final String UNSIGNED_HINT =
      "Anybody who can write to the vault may have changed \"vault.json\" and removed the settings,"
          + " to read new backups or to have forged ones believed: find out who can, and bring"
          + " \"vault.json\" and the files below \"settings\" back from a copy of the vault. Only"
          + " if this vault was made with --no-signing, %s.";

  private Authenticity() {}

  /**
   * Refuses a description that contradicts the settings.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}
   */
  static void check(
      String location, VaultDescription vault, List<Documents.Enveloped<VaultSettings>> settings) {
    contradiction(vault, settings)
        .ifPresent(
            contradiction -> {
              throw Failure.UNTRUSTED.exception(
                  "\"vault.json\" in \"%s\" %s".formatted(location, contradiction), HINT);
            });
  }

  private static Optional<String> contradiction(
      VaultDescription vault, List<Documents.Enveloped<VaultSettings>> settings) {
    boolean encrypted = vault.encryption().equals(Manifest.AGE);
    boolean signed = vault.signingKey().isPresent();
    if (encrypted && !signed) {
      return Optional.of(
          "says that backups are encrypted but nothing is signed, and no such vault is ever made");
    }
    for (Documents.Enveloped<VaultSettings> each : settings) {
      VaultSettings content = each.content();
      boolean names = !content.signingKeys().isEmpty();
      if (!signed && (names || each.envelope().signed())) {
        return Optional.of(
            "says that nothing there is signed, but settings %d are, or name who signs"
                .formatted(content.number()));
      }
      if (signed && !names) {
        return Optional.of(
            "says that the vault is signed, but settings %d name nobody who signs"
                .formatted(content.number()));
      }
      if (encrypted == content.recipients().isEmpty()) {
        return Optional.of(
            encrypted
                ? "says that backups are encrypted, but settings %d name nobody who can read them"
                    .formatted(content.number())
                : "says that backups are not encrypted, but settings %d name recipients"
                    .formatted(content.number()));
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses a vault that somebody with these keys cannot believe, or that says it is not signed and
   * holds what only a signed one has.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}
   */
  public static void check(
      ObjectStore store, VaultDescription vault, SettingsLog settings, VaultAccess access)
      throws IOException {
    check(vault, settings, access);
    if (vault.signingKey().isEmpty()) {
      UnsignedVault.check(store);
    }
  }

  /**
   * Refuses a vault in which nothing is signed, if somebody has a key that signs in it or knows one
   * that has to; and one whose settings no trusted key has ever signed.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}
   */
  public static void check(VaultDescription vault, SettingsLog settings, VaultAccess access) {
    if (vault.signingKey().isEmpty()) {
      access
          .hostKey()
          .ifPresent(
              key -> {
                throw unsigned(
                    "a host key for this vault is at hand (%s)".formatted(key.verificationKey()),
                    "use it without a host key");
              });
      if (!access.trusted().isEmpty()) {
        throw unsigned(
            "a key is given that backups have to be signed by", "leave --trusted-key out");
      }
    } else if (!access.trusted().isEmpty()
        && access.trusted().stream().noneMatch(settings::signedBy)) {
      throw Failure.UNTRUSTED.exception(
          "none of the trusted keys has signed any settings of this vault",
          "Either the key is that of another vault, or somebody who can write there has put another"
              + " vault in the place of yours. Bring \"vault.json\" and the files below"
              + " \"settings\" back from a copy of the vault, and find out who can write there.");
    }
  }

  private static BackupException unsigned(String known, String otherwise) {
    return Failure.UNTRUSTED.exception(
        known + ", but \"vault.json\" says that nothing in this vault is signed",
        UNSIGNED_HINT.formatted(otherwise));
  }

  /**
   * Refuses a signed vault in which the host key at hand has never signed.
   *
   * @throws BackupException {@link Failure#UNTRUSTED}
   */
  static void requireOwn(SettingsLog settings, VerificationKey own) {
    if (!settings.signedBy(own)) {
      throw Failure.UNTRUSTED.exception(
          "the host key at hand (%s) has signed no settings of this vault".formatted(own),
          "Either it is the key of another vault: give the right one with --host-key, or say whom"
              + " to trust with --trusted-key. Or a `key rotate` was stopped: run it again. Or"
              + " somebody who can write to the vault has put another one in its place: bring"
              + " \"vault.json\" and the files below \"settings\" back from a copy of the vault.");
    }
  }

  /**
   * Refuses a vault that says that nothing is signed, but holds what only another one can hold.
   *
   * @param location where the vault is
   * @param object what was found
   * @param what what it is
   */
  public static BackupException contradicted(String location, String object, String what) {
    return Failure.UNTRUSTED.exception(
        "\"vault.json\" in \"%s\" says that nothing there is encrypted or signed, but \"%s\" is %s"
            .formatted(location, object, what),
        UNSIGNED_HINT.formatted("remove that object"));
  }
}
