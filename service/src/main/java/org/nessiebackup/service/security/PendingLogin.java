package org.nessiebackup.service.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A login that a browser has begun. The browser itself keeps it, sealed: so whoever begins many
 * takes no memory, and it ends in the browser that began it.
 *
 * @param state what the provider sends back
 * @param nonce what the token says
 * @param verifier what proves to the provider that it was us who began
 * @param to the page that was asked for
 * @param end when it is too late
 */
record PendingLogin(String state, String nonce, String verifier, String to, Instant end) {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  /** One for a page of ours; any other place becomes the first page. */
  static PendingLogin begin(String to, Instant end) {
    return new PendingLogin(Digests.secret(), Digests.secret(), Digests.secret(), local(to), end);
  }

  private static String local(String to) {
    return to.matches("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,1000}") ? to : "/";
  }

  String seal(byte[] key) {
    String text = String.join("\n", state, nonce, verifier, to, end.toString());
    byte[] salt = Digests.random(NONCE);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, salt).doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Digests.text(
          ByteBuffer.allocate(salt.length + sealed.length).put(salt).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens one; empty if it is not ours. */
  static Optional<PendingLogin> open(String sealed, byte[] key) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed);
      if (bytes.length <= NONCE) {
        return Optional.empty();
      }
      byte[] salt = Arrays.copyOf(bytes, NONCE);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, key, salt).doFinal(bytes, NONCE, bytes.length - NONCE);
      String[] parts = new String(text, StandardCharsets.UTF_8).split("\n", -1);
      return Optional.of(
          new PendingLogin(parts[0], parts[1], parts[2], parts[3], Instant.parse(parts[4])));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] salt) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, salt));
    return cipher;
  }
}
