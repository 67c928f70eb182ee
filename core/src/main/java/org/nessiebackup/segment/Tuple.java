package org.nessiebackup.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A row of a COPY binary stream.
 *
 * @param fields the values as COPY has them; null for NULL
 */
public record Tuple(List<byte[]> fields) {
  /** Takes its own copy of the list. */
  public Tuple {
    fields = Collections.unmodifiableList(new ArrayList<>(fields));
  }

  /** From how a scanner has reported it: it is complete, and its lengths fit. */
  public static Tuple read(byte[] row) {
    ByteBuffer in = ByteBuffer.wrap(row);
    int count = in.getShort();
    List<byte[]> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.getInt();
      byte[] field = length < 0 ? null : new byte[length];
      if (field != null) {
        in.get(field);
      }
      fields.add(field);
    }
    return new Tuple(fields);
  }

  /** How it is in the stream, field count included. */
  public byte[] bytes() {
    int length = Short.BYTES;
    for (byte[] field : fields) {
      length = Math.addExact(length, Integer.BYTES + (field == null ? 0 : field.length));
    }
    ByteBuffer row = ByteBuffer.allocate(length).putShort((short) fields.size());
    for (byte[] field : fields) {
      if (field == null) {
        row.putInt(-1);
      } else {
        row.putInt(field.length).put(field);
      }
    }
    return row.array();
  }

  /** The hash of the key, which is so many of the first fields; absent if one of them is NULL. */
  public Optional<KeyHash> key(int keyFields) {
    byte[][] key = fields.stream().limit(keyFields).toArray(byte[][]::new);
    return key.length < keyFields || Arrays.asList(key).contains(null)
        ? Optional.empty()
        : Optional.of(KeyHash.of(key));
  }
}
