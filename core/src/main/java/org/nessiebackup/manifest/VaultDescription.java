package org.nessiebackup.manifest;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code vault.json} says.
 *
 * @param id a random UUID; manifests repeat it
 * @param created when
 * @param tool name and version of the program that made it
 * @param encryption how new backups are encrypted, {@link Manifest#NOT_ENCRYPTED} or {@link
 *     Manifest#AGE}
 * @param signingKey the Ed25519 key that signs the first settings, 64 hexadecimal digits; absent if
 *     nothing in the vault is signed
 */
public record VaultDescription(
    String id, Instant created, String tool, String encryption, Optional<String> signingKey)
    implements Document {
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  /** It is part of the names of key files, so it must not lead elsewhere. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");

  /** Refuses what is no id, and what is no key. */
  public VaultDescription {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no vault has this id");
    }
    signingKey.ifPresent(VaultDescription::checkKey);
  }

  /** The first eight characters of the id, by which people tell vaults and their keys apart. */
  public String shortId() {
    return id.substring(0, Math.min(8, id.length()));
  }

  static void checkKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("\"" + key + "\" is not a signing key");
    }
  }
}
