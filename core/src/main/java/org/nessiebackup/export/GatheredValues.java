package org.nessiebackup.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.nessiebackup.nessie.NessieObject.Value;
import org.nessiebackup.nessie.NumberedIds;
import org.nessiebackup.nessie.ObjectId;

/**
 * All contents of a Nessie repository, as stored, in memory: about 60 bytes for each and its bytes,
 * compressed. Several threads may add; when they are done, one may read.
 */
final class GatheredValues {
  private final NumberedIds ids = new NumberedIds();
  private final PackedRecords records = new PackedRecords();

  /** Keeps a content. */
  void add(Value value) {
    byte[] record = packed(value);
    synchronized (this) {
      // Objects have one row each, so that both count alike.
      if (ids.find(value.id()) == NumberedIds.NONE) {
        ids.add(value.id());
        records.add(record);
      }
    }
  }

  private static byte[] packed(Value value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] contentId = value.contentId().getBytes(StandardCharsets.UTF_8);
      out.writeInt(contentId.length);
      out.write(contentId);
      out.writeInt(value.payload());
      out.write(value.data());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** A content, if it is there. */
  Optional<Value> find(ObjectId id) {
    int number = ids.find(id);
    if (number == NumberedIds.NONE) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(records.get(number)))) {
      byte[] contentId = new byte[in.readInt()];
      in.readFully(contentId);
      int payload = in.readInt();
      String text = new String(contentId, StandardCharsets.UTF_8);
      return Optional.of(new Value(id, text, payload, in.readAllBytes()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
