package org.nessiebackup.nessie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieObject.Value;
import org.projectnessie.model.Content;
import org.projectnessie.model.IcebergContent;
import org.projectnessie.model.UDF;
import org.projectnessie.model.ser.Views;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.nessie.relocated.protobuf.UnsafeByteOperations;
import org.projectnessie.versioned.store.DefaultStoreWorker;

/** Makes values readable, with Nessie's own library. */
public final class Contents {
  private Contents() {}

  /** Made by who shows contents; who only looks whether they can be read does without. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
    static final ObjectWriter OF_THE_API = MAPPER.writerWithView(Views.V2.class);
  }

  /**
   * The content that a value holds.
   *
   * @throws BackupException {@link Failure#DAMAGED} if its bytes cannot be read, {@link
   *     Failure#FORMAT_UNSUPPORTED} if it is of a kind that this version does not know
   */
  public static NessieContent decode(Value value) {
    return read(
        value,
        content ->
            new NessieContent(
                content.getType().name(),
                content.getId(),
                Json.OF_THE_API.writeValueAsString(content),
                metadataLocation(content)));
  }

  /**
   * The content that a value holds, for another store.
   *
   * @throws BackupException as {@link #decode}
   */
  public static PortableContent portable(Value value) {
    return read(
        value,
        content ->
            new PortableContent(
                value.contentId(),
                Json.MAPPER.writeValueAsBytes(content),
                ArchivedObjects.of(content, value.contentId())));
  }

  /** Makes something of a content. */
  private interface Reading<T> {
    T of(Content content) throws JsonProcessingException;
  }

  private static <T> T read(Value value, Reading<T> reading) {
    if (!isKnown(value.payload())) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "the content \"%s\" is of kind %d, which this nessie-backup does not know"
              .formatted(value.id(), value.payload()),
          "A newer Nessie has written it; backups and restores keep it as it is. A newer"
              + " nessie-backup may be able to show it.");
    }
    try {
      return reading.of(
          DefaultStoreWorker.instance()
              .valueFromStore(value.payload(), UnsafeByteOperations.unsafeWrap(value.data())));
    } catch (RuntimeException | JsonProcessingException failure) {
      throw Failure.DAMAGED.exception(
          "the content \"%s\" cannot be read: %s"
              .formatted(value.id(), UndecodableException.reason(failure)),
          "verify --graph says what else is damaged, and which tables it belongs to.",
          failure);
    }
  }

  /**
   * The type of a kind of content by Nessie's name, or its number if this version knows no name.
   */
  public static String type(int payload) {
    return isKnown(payload)
        ? DefaultStoreWorker.contentTypeForPayload(payload).name()
        : String.valueOf(payload);
  }

  /** Whether this version knows a kind of content, by Nessie's number. */
  static boolean isKnown(int payload) {
    try {
      DefaultStoreWorker.contentTypeForPayload(payload);
      return true;
    } catch (IllegalArgumentException | NullPointerException unknown) {
      return false;
    }
  }

  /** Nessie's number for namespaces. */
  public static int namespaces() {
    return Namespaces.PAYLOAD;
  }

  /** Asked for once, and only by who decodes. */
  private static final class Namespaces {
    static final int PAYLOAD = DefaultStoreWorker.payloadForContent(Content.Type.NAMESPACE);
  }

  /** Whether bytes are a content of a kind that this version knows. */
  static boolean isReadable(int payload, ByteString data) {
    try {
      DefaultStoreWorker.instance().valueFromStore(payload, data);
      return true;
    } catch (RuntimeException unreadable) {
      // Nessie's library reports malformed bytes by whatever exception comes first.
      return false;
    }
  }

  private static Optional<String> metadataLocation(Content content) {
    if (content instanceof UDF function) {
      return Optional.ofNullable(function.getMetadataLocation());
    }
    return content instanceof IcebergContent iceberg
        ? Optional.ofNullable(iceberg.getMetadataLocation())
        : Optional.empty();
  }
}
