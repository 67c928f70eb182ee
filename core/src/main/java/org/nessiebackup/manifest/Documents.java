package org.nessiebackup.manifest;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
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

  /**
   * A larger document is not read. The manifest of a catalog of 16 TiB has about this size; a
   * reader needs a few times as much memory.
   */
  public static final int LARGEST = 16 * 1024 * 1024;

  private static final String FORMAT_MEMBER = "format";
  private static final String HASH_MEMBER = "sha256";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
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
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
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
    document.put(FORMAT_MEMBER, FORMAT);
    document.put(HASH_MEMBER, NO_HASH);
    document.setAll(content);
    String text = JSON.writeValueAsString(document) + "\n";
    byte[] bytes = text.replaceFirst(NO_HASH, sha256(text)).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LARGEST) {
      throw new IllegalArgumentException("a document of " + bytes.length + " bytes is too large");
    }
    return bytes;
  }

  /** Nothing of a document but its first two members is looked at before its checksum fits. */
  private static <T> T read(byte[] bytes, String name, Class<T> type) {
    try {
      String text = decode(bytes);
      checkHead(text, name);
      return JSON.readValue(text, type);
    } catch (InvalidTypeIdException e) {
      throw e.getTypeId() == null
          ? damaged(name, firstLine(e), e)
          : unknownWord(name, e.getTypeId(), e);
    } catch (InvalidFormatException e) {
      throw e.getTargetType() != null && e.getTargetType().isEnum()
          ? unknownWord(name, String.valueOf(e.getValue()), e)
          : damaged(name, firstLine(e), e);
    } catch (JacksonException e) {
      throw damaged(name, firstLine(e), e);
    } catch (CharacterCodingException e) {
      throw damaged(name, "it is not UTF-8", e);
    }
  }

  /** Strictly: a decoder that repairs would make different bytes the same text. */
  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /**
   * The format before anything else, as a newer one may mean something different by everything
   * else; then the checksum.
   */
  private static void checkHead(String text, String name) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !FORMAT_MEMBER.equals(parser.nextName())
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        throw damaged(name, "it does not say its format", null);
      }
      if (parser.getBigIntegerValue().compareTo(BigInteger.valueOf(FORMAT)) != 0) {
        throw new BackupException(
            Failure.FORMAT_UNSUPPORTED,
            "\"%s\" has format %s, this program reads format %d"
                .formatted(name, parser.getString(), FORMAT),
            "Use the nessie-backup version that wrote it, or a newer one.");
      }
      if (!HASH_MEMBER.equals(parser.nextName())
          || parser.nextToken() != JsonToken.VALUE_STRING
          || !hashFits(text, parser.getString())) {
        throw damaged(name, "its content does not match its own checksum", null);
      }
    }
  }

  private static boolean hashFits(String text, String hash) {
    return HASH.matcher(hash).matches() && sha256(text.replaceFirst(hash, NO_HASH)).equals(hash);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** The checksum fits, so this is no damage, but a word that this version does not know. */
  private static BackupException unknownWord(String name, String word, Throwable cause) {
    return new BackupException(
        Failure.FORMAT_UNSUPPORTED,
        "\"%s\" uses \"%s\", which this program does not know".formatted(name, word),
        "Use the nessie-backup version that wrote it, or a newer one.",
        cause);
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
