package org.nessiebackup.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What somebody does who can write to a vault and has no key. */
final class Forgery {
  private static final String SHA256 = "(\"sha256\" : \")[0-9a-f]{64}";

  private Forgery() {}

  /** A document whose text was changed, with a checksum of itself that fits again. */
  static byte[] sealed(String text) {
    String zeros = text.replaceFirst(SHA256, "$1" + "0".repeat(64));
    return zeros
        .replaceFirst(SHA256, "$1" + sha256(zeros.getBytes(StandardCharsets.UTF_8)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
