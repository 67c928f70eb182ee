package org.nessiebackup.manifest;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.nessiebackup.BackupId;

/**
 * What an incremental backup says of a table of which it stores only the rows that are new or
 * changed since its parent.
 *
 * @param rows how many rows the whole table had at that moment
 * @param digestTail the last 16 of the 64 digits that the digest of the whole table had
 * @param inserted stored rows whose key the parent does not have
 * @param updated stored rows whose key the parent has
 * @param deleted keys that the parent has and the table had no more
 * @param deletedKeys those keys; absent if there are none
 * @param dictionary the backup of the chain whose dictionary the segments are compressed with;
 *     absent if they are compressed without
 */
public record TableChanges(
    long rows,
    String digestTail,
    long inserted,
    long updated,
    long deleted,
    Optional<KeyList> deletedKeys,
    Optional<BackupId> dictionary) {
  private static final Pattern TAIL = Pattern.compile("[0-9a-f]{16}");

  /** Refuses numbers that contradict each other. */
  public TableChanges {
    if (!TAIL.matcher(digestTail).matches()) {
      throw new IllegalArgumentException("a changed table has no digest");
    }
    if (rows < 0 || inserted < 0 || updated < 0 || deleted < 0 || inserted + updated > rows) {
      throw new IllegalArgumentException("the changes of a table have impossible numbers");
    }
    if (deletedKeys.map(KeyList::keys).orElse(0L) != deleted) {
      throw new IllegalArgumentException("a list of deleted keys has another length than it says");
    }
  }

  TableChanges storedAs(Function<String, BackupObject.Stored> stored) {
    return new TableChanges(
        rows,
        digestTail,
        inserted,
        updated,
        deleted,
        deletedKeys.map(each -> each.storedAs(stored)),
        dictionary);
  }
}
