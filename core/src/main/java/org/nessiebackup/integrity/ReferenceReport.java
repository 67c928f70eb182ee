package org.nessiebackup.integrity;

import java.util.List;
import java.util.Optional;
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
 * @param lost tables, views and namespaces at its head that cannot be read any more, the first ones
 *     by name
 * @param lostCount how many they are
 * @param brokenAt the commit at which its history breaks off, because it is not there
 */
public record ReferenceReport(
    String name,
    ObjectId head,
    boolean deleted,
    long commits,
    Optional<Long> tables,
    List<ContentKey> lost,
    long lostCount,
    Optional<ObjectId> brokenAt) {

  /** So many lost ones are named. */
  static final int NAMED = 20;

  /** Copies the list. */
  public ReferenceReport {
    lost = List.copyOf(lost);
  }

  /** Whether all it leads to is there. */
  public boolean whole() {
    return lostCount == 0 && brokenAt.isEmpty() && tables.isPresent();
  }

  /** Whether users see it; the others are Nessie's internal references. */
  public boolean shown() {
    return !name.startsWith("int/");
  }
}
