package org.nessiebackup.store;

import java.io.IOException;

/** The name is taken; objects are never overwritten. */
public final class ObjectExistsException extends IOException {
  /** With a message that names the object and the place; {@code cause} may be null. */
  public ObjectExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
