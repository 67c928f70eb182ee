package org.nessiebackup.nessie;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import org.nessiebackup.Digests;
import org.projectnessie.nessie.relocated.protobuf.ByteString;

/**
 * What an id is the digest of, put together as Nessie's library does it, but digested at once. Null
 * adds nothing. One thread.
 */
final class IdMessage {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageDigest sha256 = Digests.sha256();
  private byte[] bytes = new byte[1024];
  private int length;

  /** Begins again. */
  IdMessage of(ObjectType type) {
    length = 0;
    return put(type.name());
  }

  IdMessage put(String text) {
    return text == null ? this : put(text.getBytes(StandardCharsets.UTF_8));
  }

  IdMessage put(byte[] value) {
    if (value != null) {
      reserve(value.length);
      System.arraycopy(value, 0, bytes, length, value.length);
      length += value.length;
    }
    return this;
  }

  IdMessage put(ByteString value) {
    reserve(value.size());
    value.copyTo(bytes, length);
    length += value.size();
    return this;
  }

  IdMessage put(int number) {
    reserve(Integer.BYTES);
    INTS.set(bytes, length, number);
    length += Integer.BYTES;
    return this;
  }

  IdMessage put(UUID id) {
    if (id != null) {
      reserve(2 * Long.BYTES);
      LONGS.set(bytes, length, id.getMostSignificantBits());
      LONGS.set(bytes, length + Long.BYTES, id.getLeastSignificantBits());
      length += 2 * Long.BYTES;
    }
    return this;
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }

  /** Whether an id is that of all that was put. */
  boolean makes(ObjectId id) {
    sha256.update(bytes, 0, length);
    return Arrays.equals(sha256.digest(), id.array());
  }
}
