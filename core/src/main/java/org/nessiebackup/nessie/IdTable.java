package org.nessiebackup.nessie;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.Digests;
import org.projectnessie.nessie.relocated.protobuf.ByteString;

/**
 * All ids of a Nessie repository, with what is known of each: small numbers stand for them. There
 * are millions, so they live in arrays, about 50 bytes each. Several threads may add; questions
 * come when they are done.
 *
 * <p>Ids are digests, so that their bytes are as good as any hash. One that has not 32 bytes, which
 * no Nessie makes, is kept under its own digest.
 */
final class IdTable {
  private static final int SHARDS = 64;
  private static final int WORDS = 4;
  private static final int ID_BYTES = WORDS * Long.BYTES;
  private static final int SMALLEST = 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Shard[] shards = new Shard[SHARDS];
  private final Map<Integer, ObjectId> odd = new ConcurrentHashMap<>();

  IdTable() {
    Arrays.setAll(shards, shard -> new Shard());
  }

  /** The id is somewhere in the catalog, in these roles; answers its number. */
  int mention(byte[] bytes, int offset, int length, int roles) {
    if (length != ID_BYTES) {
      byte[] digest = digest(bytes, offset, length);
      int number = mention(digest, 0, ID_BYTES, roles);
      odd.put(number, ObjectId.of(bytes, offset, length));
      return number;
    }
    return mention(
        (long) LONGS.get(bytes, offset),
        (long) LONGS.get(bytes, offset + 8),
        (long) LONGS.get(bytes, offset + 16),
        (long) LONGS.get(bytes, offset + 24),
        roles);
  }

  private int mention(long first, long second, long third, long fourth, int roles) {
    int shard = (int) (first >>> 58);
    return shards[shard].mention(first, second, third, fourth, roles) * SHARDS + shard;
  }

  int mention(ObjectId id, int roles) {
    byte[] bytes = id.array();
    return mention(bytes, 0, bytes.length, roles);
  }

  /** The same, of an id as Nessie's library has it. */
  int mention(ByteString id, int roles) {
    return mention(id.toByteArray(), 0, id.size(), roles);
  }

  /** There is a row of it; later, flags are added. */
  void set(int number, int state) {
    shard(number).add(number / SHARDS, state);
  }

  int state(int number) {
    return shard(number).states[number / SHARDS];
  }

  int roles(int number) {
    return shard(number).roles[number / SHARDS] & 0xff;
  }

  ObjectId id(int number) {
    ObjectId other = odd.get(number);
    if (other != null) {
      return other;
    }
    byte[] bytes = new byte[ID_BYTES];
    for (int word = 0; word < WORDS; word++) {
      LONGS.set(bytes, word * Long.BYTES, shard(number).ids[number / SHARDS * WORDS + word]);
    }
    return ObjectId.of(bytes);
  }

  /** The first eight bytes of an id, for comparing many. */
  long beginning(int number) {
    return shard(number).ids[number / SHARDS * WORDS];
  }

  /** The same of an id that has not been added. */
  static long beginning(ObjectId id) {
    byte[] bytes = id.array();
    return bytes.length == ID_BYTES
        ? (long) LONGS.get(bytes, 0)
        : (long) LONGS.get(digest(bytes, 0, bytes.length), 0);
  }

  /** The same, of an id as Nessie's library has it. */
  static long beginning(ByteString id) {
    if (id.size() != ID_BYTES) {
      return beginning(ObjectId.of(id.toByteArray()));
    }
    long beginning = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      beginning = beginning << Byte.SIZE | (id.byteAt(i) & 0xff);
    }
    return beginning;
  }

  /** All numbers are below; not each is taken. */
  int limit() {
    return Arrays.stream(shards).mapToInt(shard -> shard.count).max().orElse(0) * SHARDS;
  }

  boolean isTaken(int number) {
    return number / SHARDS < shard(number).count;
  }

  private Shard shard(int number) {
    return shards[number % SHARDS];
  }

  private static byte[] digest(byte[] bytes, int offset, int length) {
    MessageDigest digest = Digests.sha256();
    digest.update(bytes, offset, length);
    return digest.digest();
  }

  /** One of many parts, so that threads seldom wait for one another. */
  private static final class Shard {
    private int[] slots = new int[SMALLEST * 2];
    private long[] ids = new long[SMALLEST * WORDS];
    private byte[] states = new byte[SMALLEST];
    private byte[] roles = new byte[SMALLEST];
    private int count;

    synchronized int mention(long first, long second, long third, long fourth, int role) {
      int slot = (int) second & (slots.length - 1);
      while (slots[slot] != 0) {
        int local = slots[slot] - 1;
        int at = local * WORDS;
        if (ids[at] == first
            && ids[at + 1] == second
            && ids[at + 2] == third
            && ids[at + 3] == fourth) {
          roles[local] |= (byte) role;
          return local;
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      int local = add(first, second, third, fourth);
      roles[local] = (byte) role;
      slots[slot] = count;
      if (count * 3L > slots.length * 2L) {
        spread();
      }
      return local;
    }

    private int add(long first, long second, long third, long fourth) {
      if (count == states.length) {
        int larger = count + count / 2;
        ids = Arrays.copyOf(ids, larger * WORDS);
        states = Arrays.copyOf(states, larger);
        roles = Arrays.copyOf(roles, larger);
      }
      int at = count * WORDS;
      ids[at] = first;
      ids[at + 1] = second;
      ids[at + 2] = third;
      ids[at + 3] = fourth;
      return count++;
    }

    private void spread() {
      slots = new int[slots.length * 2];
      for (int local = 0; local < count; local++) {
        int slot = (int) ids[local * WORDS + 1] & (slots.length - 1);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = local + 1;
      }
    }

    synchronized void add(int local, int state) {
      states[local] |= (byte) state;
    }
  }
}
