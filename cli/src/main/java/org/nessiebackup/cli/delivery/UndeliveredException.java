package org.nessiebackup.cli.delivery;

/** A message did not arrive. The message shows nothing of the address but its host. */
public final class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean worthRepeating;

  UndeliveredException(String message, boolean worthRepeating) {
    super(message);
    this.worthRepeating = worthRepeating;
  }

  boolean worthRepeating() {
    return worthRepeating;
  }
}
