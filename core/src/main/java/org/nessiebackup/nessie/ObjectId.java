package org.nessiebackup.nessie;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.nessiebackup.Digests;
import org.projectnessie.versioned.storage.common.persist.ObjId;

/** The id of an object in Nessie's store, 32 bytes in all known versions. Ordered as bytes. */
public final class ObjectId implements Comparable<ObjectId> {
  /**
   * What is written where there is no commit: the head of a new branch, the parent of a first
   * commit.
   */
  public static final ObjectId EMPTY =
      of("2e1cfa82b035c26cbbbdae632cea070514eb8b773f616aaeaf668e2f0be8f10d");

  /** How many bytes an id has in all known versions. */
  public static final int BYTES = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private ObjectId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * From hexadecimal text in any case.
   *
   * @throws IllegalArgumentException if it is not such text
   */
  public static ObjectId of(String hex) {
    return new ObjectId(HexFormat.of().parseHex(hex));
  }

  static ObjectId of(ObjId id) {
    return new ObjectId(id.asByteArray());
  }

  /** From its bytes, which are copied. */
  public static ObjectId of(byte[] bytes) {
    return new ObjectId(bytes.clone());
  }

  /** From a part of an array, which is copied. */
  public static ObjectId of(byte[] bytes, int offset, int length) {
    return new ObjectId(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** As hexadecimal text in lower case. */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes it has. */
  public int size() {
    return bytes.length;
  }

  /** The bytes themselves, for those who do not change them. */
  public byte[] array() {
    return bytes;
  }

  /** This one if it has 32 bytes, else the SHA-256 hash of its bytes, for tables of such ids. */
  public ObjectId normalized() {
    return bytes.length == BYTES ? this : new ObjectId(Digests.sha256().digest(bytes));
  }

  /** The first eight bytes of the {@linkplain #normalized normalized} id, to compare many. */
  public long prefix() {
    return prefix(normalized().bytes);
  }

  static long prefix(byte[] normalized) {
    return (long) LONGS.get(normalized, 0);
  }

  @Override
  public int compareTo(ObjectId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
