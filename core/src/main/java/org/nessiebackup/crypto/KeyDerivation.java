package org.nessiebackup.crypto;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869), which every Java has the parts for. */
final class KeyDerivation {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] NO_SALT = new byte[32];

  private KeyDerivation() {}

  /**
   * A key of 32 bytes for one purpose. Keys of different purposes say nothing about each other, nor
   * about the secret.
   *
   * @param purpose the {@code info} of HKDF, in ASCII; there is no salt
   */
  static byte[] derive(byte[] secret, String purpose) {
    byte[] extracted = authenticate(NO_SALT, secret);
    byte[] info = purpose.getBytes(StandardCharsets.US_ASCII);
    byte[] onlyBlock = Arrays.copyOf(info, info.length + 1);
    onlyBlock[info.length] = 1;
    byte[] derived = authenticate(extracted, onlyBlock);
    Arrays.fill(extracted, (byte) 0);
    return derived;
  }

  /** The authentication code of a message: 32 bytes. */
  static byte[] authenticate(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }
}
