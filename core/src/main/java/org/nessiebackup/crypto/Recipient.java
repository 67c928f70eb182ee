package org.nessiebackup.crypto;

import java.util.Locale;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Somebody to whom backups are encrypted: the public key of an age identity. It can be shown to
 * everybody.
 *
 * @param text the key as age writes it, {@code age1…}: 62 characters in lower case. Given in upper
 *     case it is turned into lower case, which makes equal keys equal
 */
public record Recipient(String text) {
  private static final String PREFIX = "age";

  /**
   * Checks the text.
   *
   * @throws BackupException {@link Failure#USAGE} if it is not an X25519 recipient
   */
  public Recipient {
    // Only whole upper case is a form of the same key; mixed case is a mistake.
    String lower = text.toLowerCase(Locale.ROOT);
    String canonical = text.equals(text.toUpperCase(Locale.ROOT)) ? lower : text;
    if (Bech32Key.decode(PREFIX, canonical).isEmpty()) {
      throw refusal(text, lower);
    }
    text = canonical;
  }

  /** The recipient with this public key of 32 bytes. */
  static Recipient of(byte[] publicKey) {
    return new Recipient(Bech32Key.encode(PREFIX, publicKey));
  }

  private static BackupException refusal(String text, String lower) {
    if (lower.startsWith("age-secret-key-") || lower.startsWith("age-plugin-")) {
      return Failure.USAGE.exception(
          "what stands in the place of a recipient is an identity, which is secret",
          "Give its public key, which begins with age1: `age-keygen -y FILE` prints it. If the"
              + " identity stands in a history or a log now, replace it.");
    }
    if (lower.startsWith("ssh-")) {
      return Failure.USAGE.exception(
          "an SSH key is not supported as a recipient",
          "Make an age identity with `age-keygen -o FILE` and give its public key, which begins"
              + " with age1.");
    }
    return Failure.USAGE.exception(
        "not an age recipient: " + shown(text, lower),
        "A recipient is the public key that age-keygen prints: age1 and 58 more characters, all in"
            + " lower case. Recipients of plugins and post-quantum ones are not supported.");
  }

  /** A mistyped public key is shown, and nothing else: it may be the content of any file. */
  private static String shown(String text, String lower) {
    return lower.startsWith("age1")
        ? "\"" + text + "\""
        : "a text of " + text.length() + " characters that does not begin with age1";
  }

  @Override
  public String toString() {
    return text;
  }
}
