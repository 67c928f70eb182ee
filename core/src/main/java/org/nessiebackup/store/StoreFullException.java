package org.nessiebackup.store;

import java.io.IOException;

/** No room is left for the object. */
public final class StoreFullException extends IOException {
  /** With a message that names the object and the place; {@code cause} may be null. */
  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
