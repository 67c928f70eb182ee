package org.nessiebackup.files;

import java.io.IOException;

/** Something could not be found out; this is no word about the file itself. */
final class ProbeFailedException extends IOException {
  ProbeFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
