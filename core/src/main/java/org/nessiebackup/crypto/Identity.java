package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.x25519.X25519KeyFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * The secret half of a {@link Recipient}: who has it can read what was encrypted to the recipient.
 *
 * @param text the key as age writes it, {@code AGE-SECRET-KEY-1…} in upper case; to be read only
 *     where it is written to a file for its owner
 */
public record Identity(String text) {
  private static final String PREFIX = "AGE-SECRET-KEY-";
  private static final int KEY_LENGTH = 32;

  /**
   * Checks the text.
   *
   * @throws BackupException {@link Failure#USAGE} if it is not an X25519 identity; the message does
   *     not quote it
   */
  public Identity {
    if (Bech32Key.decode(PREFIX, text).isEmpty()) {
      throw Failure.USAGE.exception(
          "not an age identity",
          "An identity is a line that begins with AGE-SECRET-KEY-1, as age-keygen writes it.");
    }
  }

  /** A new one. */
  public static Identity generate(SecureRandom random) {
    byte[] key = new byte[KEY_LENGTH];
    random.nextBytes(key);
    return of(key);
  }

  /** The identity with this secret key of 32 bytes, which is wiped. */
  static Identity of(byte[] secretKey) {
    Identity identity = new Identity(Bech32Key.encode(PREFIX, secretKey));
    Arrays.fill(secretKey, (byte) 0);
    return identity;
  }

  /** The public half. */
  public Recipient recipient() {
    try {
      Key secret = new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), "X25519");
      Key translated = new X25519KeyFactory().translateKey(secret);
      return new Recipient(new String(translated.getEncoded(), StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X25519", e);
    }
  }

  /** Three asterisks: it is a secret. */
  @Override
  public String toString() {
    return "***";
  }
}
