package org.nessiebackup.store;

import java.io.IOException;

/** There is no object of that name. */
public final class NoSuchObjectException extends IOException {
  /** With a message that names the object and the place; {@code cause} may be null. */
  public NoSuchObjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
