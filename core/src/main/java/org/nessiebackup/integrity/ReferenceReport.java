package org.nessiebackup.integrity;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.ObjectId;

/**
 * What a reference leads to.
 *
 * @param name as stored
 * @param head where it points
 * @param deleted whether it was being deleted
 * @param commits commits from its head back to the first one, as far as they are there
 * @param tables tables and views at its head; absent if that cannot be known
 * @param lost tables, views and namespaces at its head that cannot be read any more
 * @param brokenAt the commit at which its history breaks off, because it is not there
 */
public record ReferenceReport(
    String name,
    ObjectId head,
    boolean deleted,
    long commits,
    Optional<Long> tables,
    Lost lost,
    Optional<ObjectId> brokenAt) {

  /** So many lost ones are named. */
  private static final int NAMED = 20;

  /**
   * What cannot be read any more.
   *
   * @param named the first ones, by name
   * @param count how many they are
   */
  public record Lost(List<ContentKey> named, long count) {
    static Lost of(SortedSet<ContentKey> keys) {
      return new Lost(keys.stream().limit(NAMED).toList(), keys.size());
    }

    /** Copies the list. */
    public Lost {
      named = List.copyOf(named);
    }
  }

  /** Whether all it leads to is there. */
  public boolean whole() {
    return lost.count() == 0 && brokenAt.isEmpty() && tables.isPresent();
  }

  /** Whether users see it; the others are Nessie's internal references. */
  public boolean shown() {
    return !name.startsWith("int/");
  }
}
