package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nessiebackup.catalog.CommitGraph.Detail;

/**
 * What is kept of commits, in the order in which they came. Many share an index beside them, so
 * each of these is kept once.
 */
final class CommitColumns {
  private final Set<Detail> details;
  private final ChunkedNumbers numbers = ChunkedNumbers.ofInts();
  private final ChunkedNumbers parents = ChunkedNumbers.ofInts();
  private final ChunkedNumbers sequences = ChunkedNumbers.ofLongs();
  private final ChunkedNumbers times = ChunkedNumbers.ofLongs();
  private final ChunkedNumbers ancestors = ChunkedNumbers.ofLongs();
  private final ChunkedNumbers ancestorCounts = ChunkedNumbers.ofInts();
  private final ChunkedNumbers indexes = ChunkedNumbers.ofInts();
  private final ChunkedNumbers edgeEnds = ChunkedNumbers.ofInts();
  private final ChunkedNumbers edges = ChunkedNumbers.ofInts();
  private final Map<Numbers, Integer> knownIndexes = new HashMap<>();
  private final List<int[]> indexLists = new ArrayList<>();
  private int edgeCount;
  private int size;

  CommitColumns(Set<Detail> details) {
    this.details = EnumSet.noneOf(Detail.class);
    this.details.addAll(details);
  }

  /** Some numbers, compared by what is in them; not to be changed. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Numbers(int[] values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Numbers numbers && Arrays.equals(values, numbers.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** Adds a commit, and returns its row. */
  int add(CommitGraph.Row row) {
    numbers.set(size, row.number());
    parents.set(size, row.parent() + 1);
    for (Detail detail : details) {
      switch (detail) {
        case SEQUENCE -> sequences.set(size, row.sequence());
        case TIME -> times.set(size, row.createdMicros());
        case ANCESTORS -> {
          ancestors.set(size, digest(row.ancestors()));
          ancestorCounts.set(size, row.ancestors().length);
        }
        case INDEX -> indexes.set(size, ordinal(row.index()));
        case EDGES -> {
          for (int edge : row.edges()) {
            edges.set(edgeCount++, edge);
          }
          edgeEnds.set(size, edgeCount);
        }
      }
    }
    return size++;
  }

  private static long digest(long[] prefixes) {
    long digest = 0;
    for (long prefix : prefixes) {
      digest = digest(digest, prefix);
    }
    return digest;
  }

  /** One more ancestor. */
  static long digest(long soFar, long prefix) {
    return (soFar ^ prefix) * 0x9e3779b97f4a7c15L + Long.rotateLeft(soFar, 29);
  }

  private int ordinal(int[] index) {
    Integer ordinal = knownIndexes.putIfAbsent(new Numbers(index), indexLists.size());
    if (ordinal == null) {
      indexLists.add(index);
      return indexLists.size() - 1;
    }
    return ordinal;
  }

  int size() {
    return size;
  }

  int number(int row) {
    return numbers.getInt(row);
  }

  int parent(int row) {
    return parents.getInt(row) - 1;
  }

  long sequence(int row) {
    return sequences.getLong(row);
  }

  long createdMicros(int row) {
    return times.getLong(row);
  }

  long ancestors(int row) {
    return ancestors.getLong(row);
  }

  int ancestorCount(int row) {
    return ancestorCounts.getInt(row);
  }

  /** Which of the {@link #indexes} it has. */
  int index(int row) {
    return indexes.getInt(row);
  }

  List<int[]> indexes() {
    return indexLists;
  }

  /** Those that are values, or those that are merged commits. */
  int[] edges(int row, boolean merged) {
    int from = row == 0 ? 0 : edgeEnds.getInt(row - 1);
    int[] found = new int[edgeEnds.getInt(row) - from];
    int count = 0;
    for (int place = from; place < edgeEnds.getInt(row); place++) {
      int edge = edges.getInt(place);
      if (edge < 0 == merged) {
        found[count++] = merged ? ~edge : edge;
      }
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }
}
