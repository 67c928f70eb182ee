package org.nessiebackup.cli.delivery;

/** A message did not arrive. The message shows nothing of the address but its host. */
public final class UndeliveredException extends Exception {
  private final boolean worthRepeating;

  UndeliveredException(String message, boolean worthRepeating) {
    super(message);
    this.worthRepeating = worthRepeating;
  }

  boolean worthRepeating() {
    return worthRepeating;
  }
}
