package org.nessiebackup.cli.vault;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.RecipientOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which keys a new vault gets. */
final class NewKeyOptions {
  @Mixin RecipientOptions recipients;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      order = 13,
      description = {
        "Encrypt for the identities in this file; if there is no such file, a new identity is",
        "written to it."
      })
  String identity;

  @Option(
      names = "--host-key",
      paramLabel = "FILE",
      order = 14,
      description =
          "Sign with the key in this file; if there is no such file, a new key is written to it.")
  String hostKey;

  @Option(
      names = "--no-encryption",
      order = 15,
      fallbackValue = "true",
      description = "Let everybody who can read the vault read the catalog.")
  boolean noEncryption;

  @Option(
      names = "--no-signing",
      order = 16,
      fallbackValue = "true",
      description =
          "Let everybody who can write to the vault forge backups; with --no-encryption only.")
  boolean noSigning;

  /** Refuses what contradicts itself. */
  void check() {
    if (noSigning && !noEncryption) {
      throw Failure.USAGE.exception(
          "--no-signing is given without --no-encryption",
          "An encrypted vault is always signed: recipients are public, so anybody could encrypt.");
    }
    if (noEncryption && recipients.given()) {
      throw Failure.USAGE.exception(
          "both --no-encryption and recipients are given", "Keep the one that is meant.");
    }
  }

  Optional<String> identity() {
    return Optional.ofNullable(identity).filter(name -> !name.isEmpty());
  }

  Optional<String> hostKey() {
    return Optional.ofNullable(hostKey).filter(name -> !name.isEmpty());
  }
}
