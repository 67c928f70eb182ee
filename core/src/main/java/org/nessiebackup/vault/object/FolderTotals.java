package org.nessiebackup.vault.object;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.nessiebackup.store.StoredObject;

/**
 * What lies in a folder of numbered documents, as a listing says.
 *
 * @param objects how many objects, others than documents included
 * @param documents how many documents
 * @param last the document with the greatest number; absent if there are no documents
 * @param bytes the size of all objects
 * @param newest when something was last added, by the store's clock
 */
public record FolderTotals(
    long objects, long documents, Optional<StoredObject> last, long bytes, Instant newest) {
  /** Nothing. */
  public static final FolderTotals NONE = new FolderTotals(0, 0, Optional.empty(), 0, Instant.MIN);

  /**
   * Those of a folder.
   *
   * @param number the number of an object, if it is a document
   */
  static FolderTotals of(List<StoredObject> listed, Function<String, OptionalLong> number) {
    long documents = 0;
    long bytes = 0;
    Instant newest = Instant.MIN;
    Optional<StoredObject> last = Optional.empty();
    for (StoredObject object : listed) {
      bytes += object.size();
      newest = newest.isAfter(object.modified()) ? newest : object.modified();
      if (number.apply(object.name()).isPresent()) {
        // Listings are sorted, and numbers have as many digits.
        last = Optional.of(object);
        documents++;
      }
    }
    return new FolderTotals(listed.size(), documents, last, bytes, newest);
  }
}
