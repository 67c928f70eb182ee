package org.nessiebackup.browse;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.ObjectId;

/**
 * What is there as of a reference.
 *
 * @param place which catalog
 * @param reference the branch, tag or commit, as it was named
 * @param head the commit it points to
 * @param entries by key
 */
public record KeyListReport(
    PlaceReport place, String reference, ObjectId head, List<Entry> entries) {
  /** Takes its own copy of the list. */
  public KeyListReport {
    entries = List.copyOf(entries);
  }

  /**
   * A table, view, namespace or the like.
   *
   * @param type by Nessie's name, or its number if this version knows none
   * @param contentId its own id, which it keeps when it is renamed
   */
  public record Entry(ContentKey key, String type, Optional<UUID> contentId) {}
}
