package org.nessiebackup.nessie;

/** Bytes that should be readable and are not; the message says why. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1;

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
