package org.nessiebackup.manifest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vault's documents as bytes: {@code vault.json} and {@code manifest.json}.
 *
 * <p>Both are JSON objects whose first two members are {@code format} and {@code sha256}. The
 * latter is the SHA-256 of the whole file with its own 64 digits replaced by zeros, so that a
 * single changed byte anywhere is noticed, and {@code sed} and {@code sha256sum} suffice to check
 * it.
 */
public final class Documents {
  /** The format this version reads and writes. */
  public static final int FORMAT = 1;

  /** More than any real document has; a larger one is not read. */
  public static final int LARGEST = 64 * 1024 * 1024;

  private static final String NO_HASH = "0".repeat(64);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(BackupIdText.module())
          .build();

  private Documents() {}

  /** A manifest's bytes. */
  public static byte[] write(Manifest manifest) {
    return seal(JSON.valueToTree(manifest));
  }

  /** A vault description's bytes. */
  public static byte[] write(VaultDescription description) {
    return seal(JSON.valueToTree(description));
  }

  /**
   * Reads a manifest.
   *
   * @param name the object's name, for messages
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} or {@link Failure#DAMAGED}
   */
  public static Manifest readManifest(byte[] bytes, String name) {
    return read(bytes, name, Manifest.class);
  }

  /**
   * Reads a vault description.
   *
   * @param name the object's name, for messages
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} or {@link Failure#DAMAGED}
   */
  public static VaultDescription readVault(byte[] bytes, String name) {
    return read(bytes, name, VaultDescription.class);
  }

  private static byte[] seal(ObjectNode content) {
    ObjectNode document = JSON.createObjectNode();
    document.put("format", FORMAT);
    document.put("sha256", NO_HASH);
    document.setAll(content);
    String text = JSON.writeValueAsString(document) + "\n";
    String hash = sha256(text);
    return text.replaceFirst(NO_HASH, hash).getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T read(byte[] bytes, String name, Class<T> type) {
    try {
      JsonNode document = JSON.readTree(bytes);
      checkFormat(document, name);
      checkHash(document, bytes, name);
      ObjectNode content = ((ObjectNode) document).without(List.of("format", "sha256"));
      return JSON.treeToValue(content, type);
    } catch (JacksonException | IllegalArgumentException | ClassCastException e) {
      throw damaged(name, firstLine(e), e);
    } catch (BackupException e) {
      if (e.failure() == Failure.USAGE) {
        // An id inside the document has no valid form.
        throw damaged(name, e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Before anything else: a newer format may mean something different by everything else. */
  private static void checkFormat(JsonNode document, String name) {
    JsonNode format = document.path("format");
    if (!format.isInt()) {
      throw damaged(name, "it does not say its format", null);
    }
    if (format.intValue() != FORMAT) {
      throw new BackupException(
          Failure.FORMAT_UNSUPPORTED,
          "\"%s\" has format %d, this program reads format %d"
              .formatted(name, format.intValue(), FORMAT),
          "Use the nessie-backup version that wrote it, or a newer one.");
    }
  }

  private static void checkHash(JsonNode document, byte[] bytes, String name) {
    String hash = document.path("sha256").asString("");
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!hash.matches("[0-9a-f]{64}") || !sha256(text.replaceFirst(hash, NO_HASH)).equals(hash)) {
      throw damaged(name, "its content does not match its own checksum", null);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static BackupException damaged(String name, String why, Throwable cause) {
    return new BackupException(
        Failure.DAMAGED,
        "\"" + name + "\" is damaged: " + why,
        "Restore the file from a copy of the vault, or use another backup.",
        cause);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is not JSON");
  }
}
