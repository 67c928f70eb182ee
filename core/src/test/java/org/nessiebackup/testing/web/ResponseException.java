package org.nessiebackup.testing.web;

import java.io.IOException;

/** A response that says that a request has failed. */
final class ResponseException extends IOException {
  private final int status;

  ResponseException(int status) {
    super("HTTP " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
