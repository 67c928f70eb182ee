package org.nessiebackup.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.nessiebackup.nessie.ObjectId;

/**
 * How the commits of a Nessie repository follow one another, and what else of them is wanted. A
 * commit goes by the number of its id in an {@link IdTable}. Each takes some 55 bytes of memory,
 * and what its details take. Several threads may add; queries come when they are done.
 *
 * <p>Rows may be damaged: a parent may be missing, and parents may go in a circle.
 */
public final class CommitGraph {
  /** The number of no commit. */
  public static final int NONE = IdTable.NONE;

  private static final int[] NOTHING = {};

  /** What may be kept of a commit besides its parent. */
  public enum Detail {
    /** Its ordinal number since the first one: 8 bytes. */
    SEQUENCE,
    /** When it was made: 8 bytes. */
    TIME,
    /** Which ancestors it lists, as a digest: 12 bytes. */
    ANCESTORS,
    /** The index beside it, of which equal ones are kept once: 4 bytes. */
    INDEX,
    /** Commits that were merged, and objects with the contents that it put: 4 bytes for each. */
    EDGES
  }

  private final IdTable ids;
  private final CommitColumns commits;

  /** By the number of an id, the row of its commit and one. */
  private final ChunkedNumbers rows = ChunkedNumbers.ofInts();

  private final Map<Integer, int[]> parts = new ConcurrentHashMap<>();

  /** An empty graph over a table of ids, which may have others as well. */
  public CommitGraph(IdTable ids, Set<Detail> details) {
    this.ids = ids;
    this.commits = new CommitColumns(details);
  }

  /**
   * A commit, by the numbers of ids.
   *
   * @param parent {@link #NONE} for a first one
   * @param ancestors the {@link ObjectId#prefix} of its parent and of further ancestors, nearest
   *     first
   * @param index what makes the index beside it
   * @param edges objects with contents that it put; and merged commits, as their complement
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  public record Row(
      int number,
      int parent,
      long sequence,
      long createdMicros,
      long[] ancestors,
      int[] index,
      int[] edges) {}

  /** All commits of a Nessie repository that can be read, in one pass. */
  public static CommitGraph read(CatalogSource source, String repository, Set<Detail> details) {
    CommitGraph graph = new CommitGraph(new IdTable(), details);
    new CommitReader(graph, details).read(source, repository);
    return graph;
  }

  /** Adds a commit; false, and nothing is changed, if it is there already. */
  public synchronized boolean add(Row row) {
    if (contains(row.number())) {
      return false;
    }
    rows.set(row.number(), commits.add(row) + 1);
    return true;
  }

  /** Adds the parts of an index, by the number of the object that lists them. */
  public void addParts(int index, int[] listed) {
    parts.put(index, listed);
  }

  /** The ids of commits, and of all that they point to. */
  public IdTable ids() {
    return ids;
  }

  /** How many commits there are. */
  public int size() {
    return commits.size();
  }

  /** The numbers of all commits. */
  public IntStream numbers() {
    return IntStream.range(0, size()).map(commits::number);
  }

  /** The place of a commit among all, from 0 on; {@link #NONE} if it is not there. */
  public int row(int number) {
    return number == NONE ? NONE : rows.getInt(number) - 1;
  }

  /** Whether a commit is there, and not only pointed to. */
  public boolean contains(int number) {
    return row(number) != NONE;
  }

  /** Whether a commit is there, and not only pointed to. */
  public boolean contains(ObjectId id) {
    return contains(ids.find(id));
  }

  /** The parent of a commit, which may be missing; {@link #NONE} of a first one. */
  public int parent(int commit) {
    return commits.parent(row(commit));
  }

  /** The ordinal number of a commit. */
  public long sequence(int commit) {
    return commits.sequences.getLong(row(commit));
  }

  /** When a commit was made, in microseconds since 1970. */
  public long createdMicros(int commit) {
    return commits.times.getLong(row(commit));
  }

  /** Which of the {@link #indexes} a commit has beside it. */
  public int index(int commit) {
    return commits.indexes.getInt(row(commit));
  }

  /** The indexes beside commits, as the numbers of the objects that make each. */
  public List<int[]> indexes() {
    return Collections.unmodifiableList(commits.indexLists);
  }

  /** The parts that an object of an index lists; none if it is itself one. */
  public int[] parts(int index) {
    return parts.getOrDefault(index, NOTHING);
  }

  /** Commits that were merged, which may be missing. */
  public int[] merged(int commit) {
    return commits.edges(row(commit), true);
  }

  /** Objects with contents that a commit has put. */
  public int[] values(int commit) {
    return commits.edges(row(commit), false);
  }

  /** Whether a commit's ordinal number follows its parent's; unknown, so true, without one. */
  public boolean followsParent(int commit) {
    int parent = parent(commit);
    return !contains(parent) || sequence(commit) == sequence(parent) + 1;
  }

  /** Whether a commit lists the ancestors that its parents give, as far as they are there. */
  public boolean listsItsAncestors(int commit) {
    int row = row(commit);
    int count = commits.ancestorCounts.getInt(row);
    long expected = commits.ancestors.getLong(row);
    long digest = 0;
    int at = row;
    for (int i = 0; i < count; i++) {
      if (at == NONE) {
        return true;
      }
      int ancestor = commits.parent(at);
      if (ancestor == NONE) {
        digest = CommitColumns.digest(digest, ObjectId.EMPTY.prefix());
        return i == count - 1 && digest == expected;
      }
      digest = CommitColumns.digest(digest, ids.prefix(ancestor));
      at = row(ancestor);
    }
    return digest == expected;
  }

  /**
   * A commit and its ancestors by first parents, the newest first, as far back as they are there.
   * However damaged the rows are, each is in it once.
   */
  public int[] line(int head) {
    return line(head, Integer.MAX_VALUE, Long.MIN_VALUE);
  }

  /**
   * The same.
   *
   * @param limit how many at most
   * @param sinceMicros ends before the first commit that was made earlier
   */
  public int[] line(int head, int limit, long sinceMicros) {
    int[] line = new int[16];
    int length = 0;
    for (int at = head;
        contains(at) && length < Math.min(limit, size()) && createdMicros(at) >= sinceMicros;
        at = parent(at)) {
      line = length == line.length ? Arrays.copyOf(line, 2 * length) : line;
      line[length++] = at;
    }
    return Arrays.copyOf(line, length);
  }

  /**
   * How far two commits are from each other.
   *
   * @param ahead how many commits lead from the common ancestor to the second one
   * @param behind how many lead from there to the first one, and are not in the second one's
   *     history
   */
  public record Distance(long ahead, long behind) {}

  /** The distance from one commit to another; absent if a commit on the way is not known. */
  public Optional<Distance> distance(ObjectId from, ObjectId to) {
    int first = ids.find(from);
    int second = ids.find(to);
    if ((!from.equals(ObjectId.EMPTY) && !contains(first))
        || (!to.equals(ObjectId.EMPTY) && !contains(second))) {
      return Optional.empty();
    }
    long ahead = 0;
    long behind = 0;
    while (first != second) {
      boolean stepSecond = first == NONE || (second != NONE && order(second) >= order(first));
      boolean stepFirst = second == NONE || (first != NONE && order(first) >= order(second));
      boolean circle = ahead > size() || behind > size();
      if (circle || (stepFirst && !contains(first)) || (stepSecond && !contains(second))) {
        return Optional.empty();
      }
      if (stepSecond) {
        second = parent(second);
        ahead++;
      }
      if (stepFirst) {
        first = parent(first);
        behind++;
      }
    }
    return Optional.of(new Distance(ahead, behind));
  }

  /** What is missing comes before all that is there. */
  private long order(int number) {
    return contains(number) ? sequence(number) : -1;
  }

  /** The commits whose ids begin with some hexadecimal digits, in any case. */
  public List<ObjectId> beginningWith(String digits) {
    String beginning = digits.toLowerCase(Locale.ROOT);
    return numbers().mapToObj(ids::id).filter(id -> id.hex().startsWith(beginning)).toList();
  }
}
