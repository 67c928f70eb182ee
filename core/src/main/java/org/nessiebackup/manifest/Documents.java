package org.nessiebackup.manifest;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.json.DocumentDefect;
import org.nessiebackup.manifest.json.DocumentText;
import org.nessiebackup.manifest.json.FirstVersion;
import org.nessiebackup.manifest.json.MemberLines;
import org.nessiebackup.manifest.json.NameText;
import org.nessiebackup.manifest.json.ReflectiveRecords;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The vault's documents as bytes: JSON objects with a {@link SignedEnvelope} at their head. */
public final class Documents {
  /** The format this version reads and writes. */
  public static final int FORMAT = 1;

  /**
   * A larger document is not read. The manifest of a catalog of 16 TiB has about this size; a
   * reader needs a few times as much memory.
   */
  public static final int LARGEST = 16 * 1024 * 1024;

  private static final String VOID = "void";

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
          .addModule(NameText.module())
          .addModule(ReflectiveRecords.module())
          .build();

  private static final ObjectWriter MEMBERS_BY_LINE = JSON.writer().with(MemberLines.printer());

  private Documents() {}

  /** A document's bytes, not signed. */
  public static byte[] write(Document document) {
    return write(document, Optional.empty());
  }

  /** A document's bytes; signed, if there is a signer. */
  public static byte[] write(Document document, Optional<SignedEnvelope.Signer> signer) {
    ObjectNode enveloped = JSON.createObjectNode();
    SignedEnvelope.reserve(enveloped, signer.isPresent());
    enveloped.setAll(JSON.<ObjectNode>valueToTree(document));
    byte[] bytes =
        switch (document) {
          // There may be one each second.
          case JournalFile file -> DocumentText.bytes(MEMBERS_BY_LINE, enveloped);
          default -> DocumentText.bytes(JSON.writer(), enveloped);
        };
    if (bytes.length > LARGEST) {
      throw new IllegalArgumentException("a document of " + bytes.length + " bytes is too large");
    }
    SignedEnvelope.fill(bytes, signer);
    return bytes;
  }

  /**
   * Reads a document.
   *
   * @param name the object's name, for messages
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} or {@link Failure#DAMAGED}
   */
  public static <T extends Document> Enveloped<T> read(byte[] bytes, String name, Class<T> type) {
    try {
      // Nothing of a document but its head is parsed before its checksum fits.
      DocumentText.check(bytes);
      SignedEnvelope envelope = SignedEnvelope.read(bytes, name);
      return new Enveloped<>(content(bytes, name, type), envelope);
    } catch (InvalidTypeIdException e) {
      throw e.getTypeId() == null
          ? damaged(name, DocumentDefect.describe(e), e)
          : unknownWord(name, e.getTypeId(), e);
    } catch (InvalidFormatException e) {
      throw e.getTargetType() != null && e.getTargetType().isEnum()
          ? unknownWord(name, String.valueOf(e.getValue()), e)
          : damaged(name, DocumentDefect.describe(e), e);
    } catch (JacksonException e) {
      throw damaged(name, DocumentDefect.describe(e), e);
    } catch (CharacterCodingException e) {
      throw damaged(name, "it is not UTF-8", e);
    }
  }

  private static <T extends Document> T content(byte[] bytes, String name, Class<T> type) {
    if (type.equals(JournalFile.class)) {
      // Nothing was ever added to it, and its rows would be held twice, as text.
      return DocumentText.isUnmistakable(bytes)
          ? JSON.readValue(bytes, type)
          : JSON.readValue(DocumentText.reader(bytes), type);
    }
    ObjectNode content = JSON.readValue(DocumentText.reader(bytes), ObjectNode.class);
    refuseTombstone(content, name, type);
    complete(content, type);
    return JSON.treeToValue(content, type);
  }

  /**
   * The checksum that a document has of itself, which is compared with it; nothing else of it is
   * read.
   *
   * @throws BackupException as {@link #read}
   */
  public static String checksum(byte[] bytes, String name) {
    try {
      DocumentText.check(bytes);
      return SignedEnvelope.read(bytes, name).sha256();
    } catch (CharacterCodingException e) {
      throw damaged(name, "it is not UTF-8", e);
    }
  }

  /**
   * A document and its envelope.
   *
   * @param content what it says
   * @param envelope what is at its head
   */
  public record Enveloped<T extends Document>(T content, SignedEnvelope envelope) {}

  /** In the place of a manifest there may be the word that there never will be one. */
  private static void refuseTombstone(ObjectNode content, String name, Class<?> type) {
    if (type.equals(Manifest.class) && content.path(VOID).asBoolean(false)) {
      throw Failure.BACKUP_NOT_FOUND.exception(
          "\"" + name + "\" is void: its writer was stopped, and what it had stored was removed",
          "`nessie-backup list` shows the backups there are.");
    }
  }

  private static void complete(ObjectNode content, Class<?> type) {
    if (type.equals(Manifest.class)) {
      FirstVersion.completeManifest(content);
    } else if (type.equals(VaultDescription.class)) {
      FirstVersion.completeVault(content);
    } else if (type.equals(VaultSettings.class)) {
      RetentionPolicy usual = RetentionPolicy.DEFAULT;
      FirstVersion.completeSettings(
          content, usual.within().orElseThrow(), usual.manual().orElseThrow());
    }
  }

  /** The checksum fits, so this is no damage, but a word that this version does not know. */
  private static BackupException unknownWord(String name, String word, Throwable cause) {
    return Failure.FORMAT_UNSUPPORTED.exception(
        "\"%s\" uses \"%s\", which this program does not know".formatted(name, word),
        "Use the nessie-backup version that wrote it, or a newer one.",
        cause);
  }

  static BackupException damaged(String name, String why, Throwable cause) {
    return Failure.DAMAGED.exception(
        "\"" + name + "\" is damaged: " + why,
        "Restore the file from a copy of the vault, or use another backup.",
        cause);
  }
}
