package org.nessiebackup.catalog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.nessie.ObjectId;

/**
 * Ids of a Nessie repository, with what is known of each: small numbers stand for them. There are
 * millions, so they live in arrays, about 50 bytes each. Several threads may add; queries come when
 * they are done.
 *
 * <p>Ids are digests, so that their bytes are as good as any hash. One that has not 32 bytes, which
 * Nessie makes for few objects, is kept under its own digest.
 */
public final class IdTable {
  /** The number of an id that is not in the table. */
  public static final int NONE = -1;

  private static final int SHARDS = 64;
  private static final int WORDS = ObjectId.BYTES / Long.BYTES;
  private static final int SMALLEST = 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Shard[] shards = new Shard[SHARDS];
  private final Map<Integer, ObjectId> odd = new ConcurrentHashMap<>();

  /** An empty table. */
  public IdTable() {
    Arrays.setAll(shards, shard -> new Shard());
  }

  /** The number of an id, which is added if it is not there, and these flags to its roles. */
  public int intern(byte[] bytes, int offset, int length, int roles) {
    if (length != ObjectId.BYTES) {
      ObjectId id = ObjectId.of(bytes, offset, length);
      int number = intern(id.normalized(), roles);
      odd.put(number, id);
      return number;
    }
    int shard = shardOf(bytes, offset);
    return shards[shard].intern(bytes, offset, roles) * SHARDS + shard;
  }

  /** The same, of an id. */
  public int intern(ObjectId id, int roles) {
    return intern(id.array(), 0, id.size(), roles);
  }

  /** The number of an id, or {@link #NONE}. */
  public int find(ObjectId id) {
    byte[] bytes = id.normalized().array();
    int shard = shardOf(bytes, 0);
    int local = shards[shard].find(bytes, 0);
    return local == NONE ? NONE : local * SHARDS + shard;
  }

  private static int shardOf(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) % SHARDS;
  }

  private static long word(byte[] bytes, int offset, int word) {
    return (long) LONGS.get(bytes, offset + word * Long.BYTES);
  }

  /** Adds flags to the state of an id. */
  public void set(int number, int flags) {
    shard(number).set(number / SHARDS, flags);
  }

  /** The flags that were {@linkplain #set set}, eight at most. */
  public int state(int number) {
    return shard(number).states[number / SHARDS] & 0xff;
  }

  /** As what the id was added, eight flags at most. */
  public int roles(int number) {
    return shard(number).roles[number / SHARDS] & 0xff;
  }

  /** The id of a number. */
  public ObjectId id(int number) {
    ObjectId other = odd.get(number);
    if (other != null) {
      return other;
    }
    byte[] bytes = new byte[ObjectId.BYTES];
    for (int word = 0; word < WORDS; word++) {
      LONGS.set(bytes, word * Long.BYTES, shard(number).ids[number / SHARDS * WORDS + word]);
    }
    return ObjectId.of(bytes);
  }

  /** The {@link ObjectId#prefix} of an id. */
  public long prefix(int number) {
    return shard(number).ids[number / SHARDS * WORDS];
  }

  /** All numbers are below; not each is taken. */
  public int limit() {
    return Arrays.stream(shards).mapToInt(shard -> shard.count).max().orElse(0) * SHARDS;
  }

  /** Whether a number stands for an id. */
  public boolean isTaken(int number) {
    return number / SHARDS < shard(number).count;
  }

  private Shard shard(int number) {
    return shards[number % SHARDS];
  }

  /** One of many parts, so that threads seldom wait for one another. */
  private static final class Shard {
    private int[] slots = new int[SMALLEST * 2];
    private long[] ids = new long[SMALLEST * WORDS];
    private byte[] states = new byte[SMALLEST];
    private byte[] roles = new byte[SMALLEST];
    private int count;

    synchronized int intern(byte[] bytes, int offset, int role) {
      int slot = slot(bytes, offset);
      int local = slots[slot] - 1;
      if (local == NONE) {
        local = add(bytes, offset);
        slots[slot] = count;
        if (count * 3L > slots.length * 2L) {
          spread();
        }
      }
      roles[local] |= (byte) role;
      return local;
    }

    synchronized int find(byte[] bytes, int offset) {
      return slots[slot(bytes, offset)] - 1;
    }

    /** The slot of an id, which holds its place and one, or the free one where it belongs. */
    private int slot(byte[] bytes, int offset) {
      int slot = (int) word(bytes, offset, 1) & (slots.length - 1);
      while (slots[slot] != 0 && !isSame(slots[slot] - 1, bytes, offset)) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private boolean isSame(int local, byte[] bytes, int offset) {
      int at = local * WORDS;
      return ids[at] == word(bytes, offset, 0)
          && ids[at + 1] == word(bytes, offset, 1)
          && ids[at + 2] == word(bytes, offset, 2)
          && ids[at + 3] == word(bytes, offset, 3);
    }

    private int add(byte[] bytes, int offset) {
      if (count == states.length) {
        int larger = Math.addExact(count, count / 2);
        ids = Arrays.copyOf(ids, Math.multiplyExact(larger, WORDS));
        states = Arrays.copyOf(states, larger);
        roles = Arrays.copyOf(roles, larger);
      }
      for (int word = 0; word < WORDS; word++) {
        ids[count * WORDS + word] = word(bytes, offset, word);
      }
      return count++;
    }

    private void spread() {
      slots = new int[Math.multiplyExact(slots.length, 2)];
      for (int local = 0; local < count; local++) {
        int slot = (int) ids[local * WORDS + 1] & (slots.length - 1);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = local + 1;
      }
    }

    synchronized void set(int local, int flags) {
      states[local] |= (byte) flags;
    }
  }
}
