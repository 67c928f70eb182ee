package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.nessie.CommitOutline;
import org.nessiebackup.nessie.NumberedIds;
import org.nessiebackup.nessie.ObjectId;

/**
 * Which commit follows which, by first parents, as Nessie's log does. Takes about 60 bytes of
 * memory for each commit, and at most twice that. One thread at a time, but for {@link #add}.
 */
public final class CommitGraph {
  private static final int NONE = NumberedIds.NONE;

  private final NumberedIds ids = new NumberedIds();
  private int[] parents = {};
  private long[] sequences = {};
  private long[] created = {};

  /** Adds a commit; one that is there already stays as it is. */
  public synchronized void add(CommitOutline commit) {
    int node = node(commit.id());
    if (sequences[node] < 0) {
      boolean first = commit.parent().equals(ObjectId.EMPTY) || commit.parent().size() == 0;
      // Before the assignment, because it may make the arrays anew.
      int parent = first ? NONE : node(commit.parent());
      sequences[node] = commit.seq();
      created[node] = commit.createdMicros();
      parents[node] = parent;
    }
  }

  /** Whether a commit is known, and not only as another one's parent. */
  public boolean contains(ObjectId id) {
    return known(ids.find(id));
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
    int node = ids.find(head);
    // However damaged the rows are: a line has each commit once.
    int longest = Math.min(limit, ids.size());
    while (line.size() < longest && known(node) && created[node] >= sinceMicros) {
      line.add(ids.id(node));
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
    int first = ids.find(from);
    int second = ids.find(to);
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
      boolean circle = ahead > ids.size() || behind > ids.size();
      if (circle || (stepFirst && !known(first)) || (stepSecond && !known(second))) {
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

  /** The commits whose ids begin with some hexadecimal digits, in any case. */
  public List<ObjectId> beginningWith(String digits) {
    String beginning = digits.toLowerCase(Locale.ROOT);
    List<ObjectId> found = new ArrayList<>();
    for (int node = 0; node < ids.size(); node++) {
      if (known(node) && ids.id(node).hex().startsWith(beginning)) {
        found.add(ids.id(node));
      }
    }
    return found;
  }

  /** The node of an id, made if it is not there. */
  private int node(ObjectId id) {
    int node = ids.add(id);
    if (node >= parents.length) {
      int from = parents.length;
      int size = Math.max(1024, Math.addExact(from, from / 2));
      parents = Arrays.copyOf(parents, size);
      sequences = Arrays.copyOf(sequences, size);
      created = Arrays.copyOf(created, size);
      Arrays.fill(parents, from, size, NONE);
      Arrays.fill(sequences, from, size, -1);
    }
    return node;
  }
}
