package org.nessiebackup.integrity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.nessie.IndexCursor;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.nessie.UndecodableException;

/**
 * The indexes of commits that were read lately, of one Nessie repository. Rows mostly come in the
 * order in which they were written, more or less, so that a parent or an older ancestor is there. A
 * commit whose child was read is let go: branches seldom begin with what is old. One thread, which
 * reads some stretches of a table.
 *
 * <p>Commits go by the first eight bytes of their ids: with an index of another commit nothing
 * would be compared wrongly.
 */
final class RecentIndexes {
  private static final int MOST_BYTES = 2 << 20;
  private static final int BLOCK = 4096;
  private static final int MOST_OVERTAKEN = 1_000;

  private final Map<Long, KnownIndex> indexes = new LinkedHashMap<>();
  private final Set<Long> overtaken = new LinkedHashSet<>();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private int bytes;

  /**
   * The one that likely has most of an index as well: that of its commit's nearest ancestor that is
   * there. Some rows come long before or after their neighbours, where PostgreSQL has filled a gap;
   * of such a commit it is that which begins with the most of the same bytes, since within a branch
   * few entries change.
   *
   * @param index that of a commit
   * @param ancestors the commit's parent and further ancestors, nearest first
   * @return {@link KnownIndex#NONE} if there is none that has anything of it
   * @throws UndecodableException if it is no index
   */
  KnownIndex closestTo(Slice index, long... ancestors) throws UndecodableException {
    Optional<KnownIndex> ofAncestor = firstOf(ancestors);
    return ofAncestor.isPresent() ? ofAncestor.get() : mostAlike(index);
  }

  private KnownIndex mostAlike(Slice index) throws UndecodableException {
    int begin = new IndexCursor(index).position();
    KnownIndex closest = KnownIndex.NONE;
    int most = 0;
    for (KnownIndex known : indexes.values()) {
      int same = known.sameAtBegin(index, begin);
      if (same > most) {
        most = same;
        closest = known;
      }
    }
    return closest;
  }

  /** That of the first of some commits of which one is there. */
  Optional<KnownIndex> firstOf(long... commits) {
    for (long commit : commits) {
      KnownIndex index = indexes.get(commit);
      if (index != null) {
        return Optional.of(index);
      }
    }
    return Optional.empty();
  }

  /**
   * A copy of an index that is to be {@linkplain #add added}, in the array of one that was let go:
   * of millions of commits each has one of much the same size.
   */
  Slice copy(Slice index) {
    byte[] array = free.pollLast();
    if (array == null || array.length < index.length()) {
      array = new byte[Math.ceilDiv(index.length(), BLOCK) * BLOCK];
    }
    System.arraycopy(index.array(), index.from(), array, 0, index.length());
    return new Slice(array, 0, index.length());
  }

  /**
   * Keeps that of a commit instead of its parent's. The oldest ones go when there are too many.
   *
   * @param ancestors its parent and further ancestors, nearest first
   * @param index in an array that may be used again once it is let go, which may be at once: it
   *     stays what it is until the next one is copied
   */
  void add(long commit, long[] ancestors, KnownIndex index) {
    if (ancestors.length > 0 && !remove(ancestors[0])) {
      overtaken.add(ancestors[0]);
      if (overtaken.size() > MOST_OVERTAKEN) {
        removeOldest(overtaken);
      }
    }
    if (index.size() > MOST_BYTES / 2) {
      return;
    }
    if (overtaken.remove(commit)) {
      free.add(index.array());
      return;
    }
    remove(commit);
    indexes.put(commit, index);
    bytes += index.size();
    while (bytes > MOST_BYTES) {
      remove(indexes.keySet().iterator().next());
    }
  }

  private boolean remove(long commit) {
    KnownIndex index = indexes.remove(commit);
    if (index == null) {
      return false;
    }
    bytes -= index.size();
    free.add(index.array());
    return true;
  }

  private static void removeOldest(Set<Long> commits) {
    Iterator<Long> oldest = commits.iterator();
    oldest.next();
    oldest.remove();
  }
}
