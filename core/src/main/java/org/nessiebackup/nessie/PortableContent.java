package org.nessiebackup.nessie;

import java.util.List;

/**
 * A content in the form in which Nessie's export tool hands it to another store.
 *
 * @param contentId the content's own id
 * @param json the content, with all its attributes
 * @param derived ids of objects that Nessie may keep about it: the note that its id is taken, and
 *     what its catalog service has read of its files
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record PortableContent(String contentId, byte[] json, List<ObjectId> derived) {
  /** Copies the list. */
  public PortableContent {
    derived = List.copyOf(derived);
  }
}
