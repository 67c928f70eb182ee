package org.nessiebackup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java has to have. */
public final class Digests {
  private Digests() {}

  /** A new one, to be updated piece by piece. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** What a digest comes to, in 64 hexadecimal digits; it can be used again afterwards. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The SHA-256 of some bytes, in 64 hexadecimal digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** The SHA-256 of a text in UTF-8, in 64 hexadecimal digits. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A short code for people to repeat, in three groups of four hexadecimal digits: another text has
   * another one.
   */
  public static String code(String text) {
    return hex(text).substring(0, 12).replaceAll("(....)(?=.)", "$1-");
  }
}
