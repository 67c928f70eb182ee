package org.nessiebackup.manifest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is at the head of every document: its format, the SHA-256 of the whole document with its own
 * 64 digits replaced by zeros, and in signed ones a signature of the document with the digits of
 * both replaced by zeros. So {@code sed}, {@code sha256sum} and {@code openssl} suffice to check
 * it.
 */
public final class SignedEnvelope {
  static final String FORMAT = "format";
  static final String HASH = "sha256";
  static final String SIGNATURE = "signature";

  private static final Pattern HASH_FORM = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SIGNATURE_FORM = Pattern.compile("[0-9a-f]{128}");
  private static final String NO_HASH = "0".repeat(64);
  private static final String NO_SIGNATURE = "0".repeat(128);
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final String sha256;
  private final Optional<String> signature;
  private final String text;

  private SignedEnvelope(String sha256, Optional<String> signature, String text) {
    this.sha256 = sha256;
    this.signature = signature;
    this.text = text;
  }

  /** Signs bytes. */
  @FunctionalInterface
  public interface Signer {
    /** The signature, 64 bytes. */
    byte[] sign(byte[] content);
  }

  /** Verifies whether a signature is that of the bytes. */
  @FunctionalInterface
  public interface Verifier {
    /** True if it is. */
    boolean verifies(byte[] content, byte[] signature);
  }

  /** Puts the members in front of a document that an envelope will fill. */
  static void reserve(ObjectNode document, boolean signed) {
    document.put(FORMAT, Documents.FORMAT);
    document.put(HASH, NO_HASH);
    if (signed) {
      document.put(SIGNATURE, NO_SIGNATURE);
    }
  }

  /** Fills in what was reserved. */
  static String fill(String reserved, Optional<Signer> signer) {
    String signed =
        signer
            .map(each -> HexFormat.of().formatHex(each.sign(utf8(reserved))))
            .map(signature -> reserved.replaceFirst(NO_SIGNATURE, signature))
            .orElse(reserved);
    return signed.replaceFirst(NO_HASH, Digests.hex(signed));
  }

  /**
   * Checks the head: the format before anything else, as a newer one may mean something different
   * by everything else; then the checksum.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} or {@link Failure#DAMAGED}
   */
  static SignedEnvelope read(String text, String name) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !FORMAT.equals(parser.nextName())
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        throw Documents.damaged(name, "it does not say its format", null);
      }
      if (!parser.getBigIntegerValue().equals(BigInteger.valueOf(Documents.FORMAT))) {
        throw Failure.FORMAT_UNSUPPORTED.exception(
            "\"%s\" has format %s, this program reads format %d"
                .formatted(name, parser.getString(), Documents.FORMAT),
            "Use the nessie-backup version that wrote it, or a newer one.");
      }
      String hash = textOf(parser, HASH, HASH_FORM).orElse("");
      if (hash.isEmpty() || !Digests.hex(text.replaceFirst(hash, NO_HASH)).equals(hash)) {
        throw Documents.damaged(name, "its content does not match its own checksum", null);
      }
      return new SignedEnvelope(hash, textOf(parser, SIGNATURE, SIGNATURE_FORM), text);
    }
  }

  private static Optional<String> textOf(JsonParser parser, String member, Pattern form) {
    boolean there =
        member.equals(parser.nextName())
            && parser.nextToken() == JsonToken.VALUE_STRING
            && form.matcher(parser.getString()).matches();
    return there ? Optional.of(parser.getString()) : Optional.empty();
  }

  /** The checksum that the document has of itself, 64 hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** Whether it is signed at all. */
  public boolean signed() {
    return signature.isPresent();
  }

  /** Whether it is signed, and by whom the verifier trusts. */
  public boolean verifiedBy(Verifier verifier) {
    return signature
        .filter(
            each -> {
              String content = text.replaceFirst(sha256, NO_HASH).replaceFirst(each, NO_SIGNATURE);
              return verifier.verifies(utf8(content), HexFormat.of().parseHex(each));
            })
        .isPresent();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
