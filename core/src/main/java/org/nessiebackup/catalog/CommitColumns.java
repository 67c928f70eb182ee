package org.nessiebackup.catalog;

import java.nio.IntBuffer;
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
  final ChunkedNumbers sequences = ChunkedNumbers.ofLongs();
  final ChunkedNumbers times = ChunkedNumbers.ofLongs();
  final ChunkedNumbers ancestors = ChunkedNumbers.ofLongs();
  final ChunkedNumbers ancestorCounts = ChunkedNumbers.ofInts();

  /** Which of the lists of indexes it has. */
  final ChunkedNumbers indexes = ChunkedNumbers.ofInts();

  final List<int[]> indexLists = new ArrayList<>();
  private final ChunkedNumbers edgeEnds = ChunkedNumbers.ofInts();
  private final ChunkedNumbers edges = ChunkedNumbers.ofInts();
  private final Map<IntBuffer, Integer> knownIndexes = new HashMap<>();
  private int edgeCount;
  private int size;

  CommitColumns(Set<Detail> details) {
    this.details = EnumSet.noneOf(Detail.class);
    this.details.addAll(details);
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
    return knownIndexes.computeIfAbsent(
        IntBuffer.wrap(index),
        added -> {
          indexLists.add(index);
          return indexLists.size() - 1;
        });
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
