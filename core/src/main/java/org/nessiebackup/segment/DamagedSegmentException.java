package org.nessiebackup.segment;

import java.io.IOException;

/** Bytes that are not a segment, or not a whole one. The message says what is wrong and where. */
public final class DamagedSegmentException extends IOException {
  public DamagedSegmentException(String message) {
    super(message);
  }

  public DamagedSegmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
