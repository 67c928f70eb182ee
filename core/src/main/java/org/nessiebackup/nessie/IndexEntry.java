package org.nessiebackup.nessie;

import java.util.Optional;
import java.util.UUID;

/**
 * What an index says about one key.
 *
 * @param storedKey the key as stored: the name of a reference in the log of references, or a {@link
 *     ContentKey} with what Nessie puts around it
 * @param action whether it is there, and since when
 * @param payload which kind of content, by Nessie's number
 * @param value the object with the content, or with the reference
 * @param contentId the content's own id, which it keeps when it is renamed
 */
public record IndexEntry(
    String storedKey,
    Action action,
    int payload,
    Optional<ObjectId> value,
    Optional<UUID> contentId) {
  private static final String BEFORE = "M\0";
  private static final String AFTER = "\0C";

  /** Whether it is about a table, view or namespace, and not one of Nessie's own. */
  public boolean isContent() {
    return storedKey.length() > BEFORE.length() + AFTER.length()
        && storedKey.startsWith(BEFORE)
        && storedKey.endsWith(AFTER);
  }

  /** The key; for what is no content, its text as stored, as one element. */
  public ContentKey key() {
    if (!isContent()) {
      return ContentKey.of(storedKey);
    }
    String elements = storedKey.substring(BEFORE.length(), storedKey.length() - AFTER.length());
    return ContentKey.of(elements.split("\1", -1));
  }
}
