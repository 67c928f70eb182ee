package org.nessiebackup.nessie;

import org.nessiebackup.ErrorWords;

/** What Nessie's library says about bytes that it cannot read. */
final class RootCause {

  private RootCause() {}

  /** The first message in the chain of causes that was written for people. */
  static String of(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? ErrorWords.of(deepest) : message;
  }
}
