package org.nessiebackup.integrity;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The indexes of commits that were read lately, of one Nessie repository. Rows mostly come in the
 * order in which they were written, more or less, so that a parent or an older ancestor is there. A
 * commit whose child was read is let go: branches seldom begin with what is old. For several
 * threads.
 *
 * <p>Commits go by the first eight bytes of their ids: with an index of another commit nothing
 * would be compared wrongly.
 */
final class RecentIndexes {
  private static final int MOST_BYTES = 2 << 20;
  private static final int MOST_OVERTAKEN = 1_000;

  private final Map<Long, KnownIndex> indexes = new LinkedHashMap<>();
  private final Set<Long> overtaken = new LinkedHashSet<>();
  private int bytes;

  /**
   * That of the first of some commits of which one is there.
   *
   * @return {@link KnownIndex#NONE} if there is none of any
   */
  synchronized KnownIndex firstOf(long... commits) {
    for (long commit : commits) {
      KnownIndex index = indexes.get(commit);
      if (index != null) {
        return index;
      }
    }
    return KnownIndex.NONE;
  }

  /**
   * Keeps that of a commit instead of its parent's. The oldest ones go when there are too many.
   *
   * @param ancestors its parent and further ancestors, nearest first
   */
  synchronized void add(long commit, long[] ancestors, KnownIndex index) {
    if (ancestors.length > 0 && !remove(ancestors[0])) {
      overtaken.add(ancestors[0]);
      if (overtaken.size() > MOST_OVERTAKEN) {
        removeOldest(overtaken);
      }
    }
    if (overtaken.remove(commit) || index.size() > MOST_BYTES / 2) {
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
    return true;
  }

  private static void removeOldest(Set<Long> commits) {
    Iterator<Long> oldest = commits.iterator();
    oldest.next();
    oldest.remove();
  }
}
