package org.nessiebackup.nessie;

import org.nessiebackup.ErrorWords;

/** Bytes that should be readable and are not; the message says why. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1;

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(Throwable cause) {
    super(reason(cause), cause);
  }

  /** The first message in the chain of causes that was written for people. */
  static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? ErrorWords.of(deepest) : message;
  }
}
