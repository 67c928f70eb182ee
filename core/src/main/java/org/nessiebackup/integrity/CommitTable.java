package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All commits of a Nessie repository, with the numbers of what they point to: about 45 bytes each.
 * Several threads may add; questions come when they are done.
 *
 * <p>A commit's list of ancestors is kept as a digest: it must be what following the parents gives.
 * Many commits share an index beside them, so these are kept once.
 */
final class CommitTable {
  /** The parent of a first commit. */
  static final int NO_PARENT = -1;

  private static final int SMALLEST = 64;

  private int[] numbers = new int[SMALLEST];
  private int[] parents = new int[SMALLEST];
  private long[] sequences = new long[SMALLEST];
  private long[] tails = new long[SMALLEST];
  private short[] tailLengths = new short[SMALLEST];
  private int[] indexes = new int[SMALLEST];
  private int[] firstEdges = new int[SMALLEST];
  private int[] edges = new int[SMALLEST];
  private int edgeCount;
  private int count;
  private final Map<Numbers, Integer> known = new HashMap<>();
  private final List<int[]> lists = new ArrayList<>();

  /**
   * A commit.
   *
   * @param number its own
   * @param parent its parent's, or {@link #NO_PARENT}
   * @param tail digest of its ancestors, see {@link #digest}
   * @param tailLength how many they are
   * @param index what makes the index beside it
   * @param edges values it put; and merged commits, as their complement
   */
  record Row(
      int number,
      int parent,
      long sequence,
      long tail,
      int tailLength,
      Numbers index,
      Numbers edges) {}

  /** Some numbers; not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by what is in it, below.
  record Numbers(int... values) {
    static Numbers of(List<Integer> numbers) {
      int[] values = new int[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.get(i);
      }
      return new Numbers(values);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Numbers numbers && Arrays.equals(values, numbers.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  synchronized void add(Row row) {
    if (count == numbers.length) {
      grow();
    }
    numbers[count] = row.number();
    parents[count] = row.parent();
    sequences[count] = row.sequence();
    tails[count] = row.tail();
    tailLengths[count] = (short) Math.min(row.tailLength(), Short.MAX_VALUE);
    indexes[count] = indexOf(row.index());
    firstEdges[count] = edgeCount;
    for (int edge : row.edges().values()) {
      if (edgeCount == edges.length) {
        edges = Arrays.copyOf(edges, edgeCount + edgeCount / 2);
      }
      edges[edgeCount++] = edge;
    }
    count++;
  }

  private int indexOf(Numbers index) {
    Integer place = known.get(index);
    if (place == null) {
      place = lists.size();
      lists.add(index.values());
      known.put(index, place);
    }
    return place;
  }

  private void grow() {
    int larger = count + count / 2;
    numbers = Arrays.copyOf(numbers, larger);
    parents = Arrays.copyOf(parents, larger);
    sequences = Arrays.copyOf(sequences, larger);
    tails = Arrays.copyOf(tails, larger);
    tailLengths = Arrays.copyOf(tailLengths, larger);
    indexes = Arrays.copyOf(indexes, larger);
    firstEdges = Arrays.copyOf(firstEdges, larger);
  }

  /** One more ancestor, by the beginning of its id. */
  static long digest(long soFar, long beginning) {
    return (soFar ^ beginning) * 0x9e3779b97f4a7c15L + Long.rotateLeft(soFar, 29);
  }

  int size() {
    return count;
  }

  int number(int commit) {
    return numbers[commit];
  }

  int parent(int commit) {
    return parents[commit];
  }

  long sequence(int commit) {
    return sequences[commit];
  }

  long tail(int commit) {
    return tails[commit];
  }

  int tailLength(int commit) {
    return tailLengths[commit];
  }

  /** Which of {@link #indexList} it has. */
  int index(int commit) {
    return indexes[commit];
  }

  int indexLists() {
    return lists.size();
  }

  int[] indexList(int index) {
    return lists.get(index);
  }

  int firstEdge(int commit) {
    return firstEdges[commit];
  }

  /** Behind the last one. */
  int lastEdge(int commit) {
    return commit + 1 < count ? firstEdges[commit + 1] : edgeCount;
  }

  int edge(int position) {
    return edges[position];
  }
}
