package org.nessiebackup.nessie;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives ids consecutive numbers. There may be millions, so they live in arrays, about 50 bytes
 * each. One thread at a time.
 */
public final class NumberedIds {
  /** The number of an id that has none. */
  public static final int NONE = -1;

  private static final int ID_BYTES = 32;

  private byte[] ids = new byte[1024 * ID_BYTES];
  private int[] slots = emptySlots(4096);
  private int count;

  /** Ids of other lengths, which Nessie makes for few objects. */
  private final Map<ObjectId, Integer> odd = new HashMap<>();

  private final Map<Integer, ObjectId> oddByNumber = new HashMap<>();

  private static int[] emptySlots(int size) {
    int[] empty = new int[size];
    Arrays.fill(empty, NONE);
    return empty;
  }

  /** How many there are; all numbers are below. */
  public int size() {
    return count;
  }

  /** The number of an id, which is added if it is not there. */
  public int add(ObjectId id) {
    int known = find(id);
    if (known != NONE) {
      return known;
    }
    makeRoom();
    if (id.size() == ID_BYTES) {
      byte[] bytes = id.array();
      System.arraycopy(bytes, 0, ids, count * ID_BYTES, ID_BYTES);
      slots[slot(bytes, 0)] = count;
    } else {
      odd.put(id, count);
      oddByNumber.put(count, id);
    }
    return count++;
  }

  /** The number of an id, or {@link #NONE}. */
  public int find(ObjectId id) {
    return id.size() == ID_BYTES ? slots[slot(id.array(), 0)] : odd.getOrDefault(id, NONE);
  }

  /** The id of a number. */
  public ObjectId id(int number) {
    ObjectId other = oddByNumber.get(number);
    return other == null ? ObjectId.of(ids, number * ID_BYTES, ID_BYTES) : other;
  }

  private void makeRoom() {
    if (count * ID_BYTES == ids.length) {
      ids = Arrays.copyOf(ids, Math.multiplyExact(count + count / 2, ID_BYTES));
    }
    if (count * 3L < slots.length * 2L) {
      return;
    }
    slots = emptySlots(Math.multiplyExact(slots.length, 2));
    for (int number = 0; number < count; number++) {
      if (!oddByNumber.containsKey(number)) {
        slots[slot(ids, number * ID_BYTES)] = number;
      }
    }
  }

  /** The slot of an id, or the free one where it belongs. */
  private int slot(byte[] bytes, int offset) {
    int hash = Arrays.hashCode(Arrays.copyOfRange(bytes, offset, offset + ID_BYTES));
    int slot = Math.floorMod(hash, slots.length);
    while (slots[slot] != NONE && !same(slots[slot], bytes, offset)) {
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    return slot;
  }

  private boolean same(int number, byte[] bytes, int offset) {
    int at = number * ID_BYTES;
    return Arrays.equals(ids, at, at + ID_BYTES, bytes, offset, offset + ID_BYTES);
  }
}
