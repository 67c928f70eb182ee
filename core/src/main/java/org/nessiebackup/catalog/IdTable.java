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
  private static final int PIECE = 16;
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

  /** The number of an id, which is added if it is not there. */
  public int intern(ObjectId id) {
    return intern(id, 0);
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
    return flags(shard(number).states, number / SHARDS);
  }

  /** As what the id was added, eight flags at most. */
  public int roles(int number) {
    return flags(shard(number).roles, number / SHARDS);
  }

  private static int flags(byte[] flags, int local) {
    return local < flags.length ? flags[local] & 0xff : 0;
  }

  /** The id of a number. */
  public ObjectId id(int number) {
    ObjectId other = odd.get(number);
    if (other != null) {
      return other;
    }
    byte[] bytes = new byte[ObjectId.BYTES];
    for (int word = 0; word < WORDS; word++) {
      LONGS.set(bytes, word * Long.BYTES, shard(number).word(number / SHARDS, word));
    }
    return ObjectId.of(bytes);
  }

  /** The {@link ObjectId#prefix} of an id. */
  public long prefix(int number) {
    return shard(number).word(number / SHARDS, 0);
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

  /**
   * One of many parts, so that threads seldom wait for one another. Ids are in pieces, so that no
   * room is kept for more; flags take room only if there are any.
   */
  private static final class Shard {
    private int[] slots = new int[PIECE * 2];
    private long[][] ids = {};
    private byte[] states = {};
    private byte[] roles = {};
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
      if (role != 0) {
        roles = withFlags(roles, local, role);
      }
      return local;
    }

    synchronized int find(byte[] bytes, int offset) {
      return slots[slot(bytes, offset)] - 1;
    }

    /** The slot of an id, which holds its place and one, or the free one where it belongs. */
    private int slot(byte[] bytes, int offset) {
      int slot = (int) IdTable.word(bytes, offset, 1) & (slots.length - 1);
      while (slots[slot] != 0 && !isSame(slots[slot] - 1, bytes, offset)) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private boolean isSame(int local, byte[] bytes, int offset) {
      long[] piece = ids[local / PIECE];
      int at = local % PIECE * WORDS;
      return piece[at] == IdTable.word(bytes, offset, 0)
          && piece[at + 1] == IdTable.word(bytes, offset, 1)
          && piece[at + 2] == IdTable.word(bytes, offset, 2)
          && piece[at + 3] == IdTable.word(bytes, offset, 3);
    }

    long word(int local, int word) {
      return ids[local / PIECE][local % PIECE * WORDS + word];
    }

    private int add(byte[] bytes, int offset) {
      if (count % PIECE == 0) {
        if (count / PIECE == ids.length) {
          ids = Arrays.copyOf(ids, Math.max(1, 2 * ids.length));
        }
        ids[count / PIECE] = new long[PIECE * WORDS];
      }
      for (int word = 0; word < WORDS; word++) {
        ids[count / PIECE][count % PIECE * WORDS + word] = IdTable.word(bytes, offset, word);
      }
      return count++;
    }

    private void spread() {
      slots = new int[Math.multiplyExact(slots.length, 2)];
      for (int local = 0; local < count; local++) {
        int slot = (int) word(local, 1) & (slots.length - 1);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = local + 1;
      }
    }

    synchronized void set(int local, int flags) {
      states = withFlags(states, local, flags);
    }

    private static byte[] withFlags(byte[] all, int local, int flags) {
      byte[] enough =
          local < all.length
              ? all
              : Arrays.copyOf(all, Math.max(PIECE, Math.addExact(local + 1, local / 4)));
      enough[local] |= (byte) flags;
      return enough;
    }
  }
}
