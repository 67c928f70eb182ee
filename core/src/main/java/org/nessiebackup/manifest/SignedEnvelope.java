package org.nessiebackup.manifest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.json.DocumentText;
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
  private final byte[] document;

  private SignedEnvelope(String sha256, Optional<String> signature, byte[] document) {
    this.sha256 = sha256;
    this.signature = signature;
    this.document = document;
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

  /** Fills in what was reserved, in the bytes themselves: a document may have megabytes. */
  static void fill(byte[] reserved, Optional<Signer> signer) {
    signer.ifPresent(
        each -> {
          String signature = HexFormat.of().formatHex(each.sign(reserved));
          replaceFirst(reserved, NO_SIGNATURE, signature);
        });
    replaceFirst(reserved, NO_HASH, Digests.hex(reserved));
  }

  /** Puts a text in the place of another one that is as long, if that is there. */
  private static void replaceFirst(byte[] document, String text, String other) {
    int at = indexOf(document, ascii(text));
    if (at >= 0) {
      System.arraycopy(ascii(other), 0, document, at, text.length());
    }
  }

  private static int indexOf(byte[] document, byte[] text) {
    for (int at = 0; at <= document.length - text.length; at++) {
      if (Arrays.equals(document, at, at + text.length, text, 0, text.length)) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Checks the head: the format before anything else, as a newer one may mean something different
   * by everything else; then the checksum.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} or {@link Failure#DAMAGED}
   */
  static SignedEnvelope read(byte[] document, String name) {
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), DocumentText.reader(document))) {
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
      if (hash.isEmpty() || !checksum(document, hash).equals(hash)) {
        throw Documents.damaged(name, "its content does not match its own checksum", null);
      }
      return new SignedEnvelope(hash, textOf(parser, SIGNATURE, SIGNATURE_FORM), document);
    }
  }

  /** That of the document with zeros where it stands itself. */
  private static String checksum(byte[] document, String hash) {
    int at = indexOf(document, ascii(hash));
    if (at < 0) {
      return Digests.hex(document);
    }
    MessageDigest sha256 = Digests.sha256();
    sha256.update(document, 0, at);
    sha256.update(ascii(NO_HASH));
    int behind = at + NO_HASH.length();
    sha256.update(document, behind, document.length - behind);
    return Digests.hex(sha256);
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
              byte[] content = document.clone();
              replaceFirst(content, sha256, NO_HASH);
              replaceFirst(content, each, NO_SIGNATURE);
              return verifier.verifies(content, HexFormat.of().parseHex(each));
            })
        .isPresent();
  }
}
