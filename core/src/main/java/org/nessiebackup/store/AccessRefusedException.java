package org.nessiebackup.store;

import java.io.IOException;

/**
 * Whoever runs this may not do it. Whether there is an object is not known: this is never a result
 * of the kind "it is not there".
 */
public final class AccessRefusedException extends IOException {
  private final String hint;

  /**
   * With a message that names the object or the place.
   *
   * @param hint what to do about it, as a sentence
   * @param cause may be null
   */
  public AccessRefusedException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
