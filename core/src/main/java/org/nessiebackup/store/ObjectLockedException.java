package org.nessiebackup.store;

import java.io.IOException;

/** The object may not be removed yet: the store keeps it against everybody (object lock, WORM). */
public final class ObjectLockedException extends IOException {
  /**
   * With a message that names the object, and until when where known; {@code cause} may be null.
   */
  public ObjectLockedException(String message, Throwable cause) {
    super(message, cause);
  }
}
