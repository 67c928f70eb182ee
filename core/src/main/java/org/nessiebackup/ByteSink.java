package org.nessiebackup;

import java.io.IOException;

/** Takes bytes in pieces. */
@FunctionalInterface
public interface ByteSink {
  /** The next piece; the array belongs to the caller and changes after the call. */
  void accept(byte[] bytes, int offset, int length) throws IOException;
}
