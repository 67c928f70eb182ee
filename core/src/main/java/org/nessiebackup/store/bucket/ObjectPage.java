package org.nessiebackup.store.bucket;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.store.StoredObject;

/**
 * A part of a list.
 *
 * @param objects their names are keys
 * @param next the token of the page that follows, if there is one
 */
public record ObjectPage(List<StoredObject> objects, Optional<String> next) {
  /** Takes its own copy of the list. */
  public ObjectPage {
    objects = List.copyOf(objects);
  }
}
