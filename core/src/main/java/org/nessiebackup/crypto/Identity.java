package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519KeyFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
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
 */
public final class Identity {
  private static final String PREFIX = "AGE-SECRET-KEY-";
  private static final int KEY_LENGTH = 32;

  private final String text;

  /** Takes as long to make as to open two files, and a journal has tens of thousands. */
  private volatile RecipientStanzaReader stanzas;

  /**
   * Checks the text.
   *
   * @param text the key as age writes it, {@code AGE-SECRET-KEY-1…} in upper case
   * @throws BackupException {@link Failure#USAGE} if it is not an X25519 identity; the message does
   *     not quote it
   */
  public Identity(String text) {
    if (Bech32Key.decode(PREFIX, text).isEmpty()) {
      throw Failure.USAGE.exception(
          "not an age identity",
          "An identity is a line that begins with AGE-SECRET-KEY-1, as age-keygen writes it.");
    }
    this.text = text;
  }

  /** The key as age writes it; to be read only where it is written to a file for its owner. */
  public String text() {
    return text;
  }

  /** Unwraps file keys. For several threads. */
  RecipientStanzaReader stanzas() {
    RecipientStanzaReader reader = stanzas;
    if (reader == null) {
      try {
        reader = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(text);
      } catch (GeneralSecurityException e) {
        throw noAlgorithm(e);
      }
      stanzas = reader;
    }
    return reader;
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
      throw noAlgorithm(e);
    }
  }

  private static IllegalStateException noAlgorithm(GeneralSecurityException cause) {
    return new IllegalStateException("this Java has no X25519", cause);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity identity && text.equals(identity.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Three asterisks: it is a secret. */
  @Override
  public String toString() {
    return "***";
  }
}
