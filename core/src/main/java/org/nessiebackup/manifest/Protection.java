package org.nessiebackup.manifest;

/**
 * Who can read a backup, or a tip.
 *
 * @param encryption how segments and key lists are encrypted, {@link Manifest#NOT_ENCRYPTED} or
 *     {@link Manifest#AGE}
 * @param settings the number of the vault's settings in force; 0 if it had none
 */
public record Protection(String encryption, int settings) {
  /** That of a backup in a vault without keys. */
  public static final Protection NONE = new Protection(Manifest.NOT_ENCRYPTED, 0);

  /** Refuses a negative number. */
  public Protection {
    if (settings < 0) {
      throw new IllegalArgumentException("a manifest has impossible numbers");
    }
  }

  /** Whether it takes an identity to read it. */
  public boolean encrypted() {
    return !encryption.equals(Manifest.NOT_ENCRYPTED);
  }
}
