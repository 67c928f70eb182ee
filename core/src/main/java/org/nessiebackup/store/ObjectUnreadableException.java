package org.nessiebackup.store;

import java.io.IOException;

/**
 * The store is in order and does not give this one object: the disk under it fails, or something
 * lies in its place that is no object. It says nothing about other objects.
 */
public final class ObjectUnreadableException extends IOException {
  /** With a message that names the object and the place; {@code cause} may be null. */
  public ObjectUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
