package org.nessiebackup.acceptance.forged;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A document that is not what the program has written, with a checksum that fits. */
final class ForgedDocument {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String HASH = "sha256";
  private static final String ZEROS = "0".repeat(64);

  private final String what;
  private final byte[] bytes;

  ForgedDocument(String what, byte[] bytes) {
    this.what = what;
    this.bytes = bytes.clone();
  }

  /** What was done to it, for people. */
  String what() {
    return what;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Changes a document and seals it anew, as anybody can; a signature stays as it was. */
  static ForgedDocument of(String what, byte[] original, UnaryOperator<ObjectNode> change) {
    ObjectNode document = change.apply(parsed(original));
    if (!document.path(HASH).isString()) {
      return new ForgedDocument(what, utf8(JSON.writeValueAsString(document)));
    }
    document.put(HASH, ZEROS);
    return sealed(what, JSON.writeValueAsString(document) + "\n");
  }

  /** Fills the checksum in, where 64 zeros stand for it. */
  static ForgedDocument sealed(String what, String text) {
    return new ForgedDocument(what, utf8(text.replaceFirst(ZEROS, sha256(utf8(text)))));
  }

  static ObjectNode parsed(byte[] document) {
    return JSON.readValue(document, ObjectNode.class);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return what;
  }
}
