package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.CommitOutline;
import org.nessiebackup.nessie.ObjectId;

/**
 * Which commit follows which, by first parents, as Nessie's log does. Takes about 60 bytes of
 * memory for each commit, and at most twice that. One thread at a time, but for {@link #add}.
 */
public final class CommitGraph {
  private static final int ID_BYTES = 32;
  private static final int NONE = -1;

  private byte[] ids = new byte[1024 * ID_BYTES];
  private int[] parents = new int[1024];
  private long[] sequences = new long[1024];
  private long[] created = new long[1024];
  private int[] slots = emptySlots(4096);
  private int count;

  private static int[] emptySlots(int size) {
    int[] empty = new int[size];
    Arrays.fill(empty, NONE);
    return empty;
  }

  /** Adds a commit; one that is there already stays as it is. */
  public synchronized void add(CommitOutline commit) {
    if (commit.id().size() != ID_BYTES) {
      return;
    }
    int node = node(commit.id());
    if (sequences[node] < 0) {
      boolean first = commit.parent().equals(ObjectId.EMPTY) || commit.parent().size() != ID_BYTES;
      // Before the assignment, because it may make the arrays anew.
      int parent = first ? NONE : node(commit.parent());
      sequences[node] = commit.seq();
      created[node] = commit.createdMicros();
      parents[node] = parent;
    }
  }

  /** Whether a commit is known, and not only as another one's parent. */
  public boolean contains(ObjectId id) {
    return known(find(id));
  }

  private boolean known(int node) {
    return node != NONE && sequences[node] >= 0;
  }

  /**
   * A commit and its ancestors, the newest first.
   *
   * @param limit how many at most
   * @param sinceMicros ends before the first commit that was made earlier
   */
  public List<ObjectId> line(ObjectId head, int limit, long sinceMicros) {
    List<ObjectId> line = new ArrayList<>();
    int node = find(head);
    while (line.size() < limit && known(node) && created[node] >= sinceMicros) {
      line.add(id(node));
      node = parents[node];
    }
    return line;
  }

  /**
   * How two commits stand to each other.
   *
   * @param ahead how many commits lead from the common ancestor to the second one
   * @param behind how many lead from there to the first one, and are not in the second one's
   *     history
   */
  public record Distance(long ahead, long behind) {}

  /** The distance from one commit to another; absent if a commit on the way is not known. */
  public Optional<Distance> distance(ObjectId from, ObjectId to) {
    int first = find(from);
    int second = find(to);
    boolean firstEnds = from.equals(ObjectId.EMPTY);
    boolean secondEnds = to.equals(ObjectId.EMPTY);
    if ((!firstEnds && !known(first)) || (!secondEnds && !known(second))) {
      return Optional.empty();
    }
    long ahead = 0;
    long behind = 0;
    while (first != second) {
      boolean stepSecond =
          first == NONE || (second != NONE && sequences[second] >= sequences[first]);
      boolean stepFirst =
          second == NONE || (first != NONE && sequences[first] >= sequences[second]);
      if ((stepFirst && !known(first)) || (stepSecond && !known(second))) {
        return Optional.empty();
      }
      if (stepSecond) {
        second = parents[second];
        ahead++;
      }
      if (stepFirst) {
        first = parents[first];
        behind++;
      }
    }
    return Optional.of(new Distance(ahead, behind));
  }

  /** The commits whose ids begin with some hexadecimal digits. */
  public List<ObjectId> beginningWith(String digits) {
    List<ObjectId> found = new ArrayList<>();
    for (int node = 0; node < count; node++) {
      if (known(node) && startsWith(node, digits)) {
        found.add(id(node));
      }
    }
    return found;
  }

  private boolean startsWith(int node, String digits) {
    for (int i = 0; i < digits.length(); i++) {
      int octet = ids[node * ID_BYTES + i / 2] & 0xFF;
      if ((i % 2 == 0 ? octet >> 4 : octet & 0xF) != HexFormat.fromHexDigit(digits.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private ObjectId id(int node) {
    return ObjectId.of(ids, node * ID_BYTES, ID_BYTES);
  }

  private int find(ObjectId id) {
    return id.size() == ID_BYTES ? slots[slot(id.bytes(), 0)] : NONE;
  }

  /** The node of an id, made if it is not there. */
  private int node(ObjectId id) {
    byte[] bytes = id.bytes();
    int slot = slot(bytes, 0);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    if (count == parents.length) {
      grow();
      slot = slot(bytes, 0);
    }
    System.arraycopy(bytes, 0, ids, count * ID_BYTES, ID_BYTES);
    parents[count] = NONE;
    sequences[count] = -1;
    slots[slot] = count;
    return count++;
  }

  private void grow() {
    int size = Math.multiplyExact(count, 2);
    ids = Arrays.copyOf(ids, Math.multiplyExact(size, ID_BYTES));
    parents = Arrays.copyOf(parents, size);
    sequences = Arrays.copyOf(sequences, size);
    created = Arrays.copyOf(created, size);
    slots = emptySlots(Math.multiplyExact(size, 2));
    for (int node = 0; node < count; node++) {
      slots[slot(ids, node * ID_BYTES)] = node;
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

  private boolean same(int node, byte[] bytes, int offset) {
    int at = node * ID_BYTES;
    return Arrays.equals(ids, at, at + ID_BYTES, bytes, offset, offset + ID_BYTES);
  }
}
