package org.nessiebackup.tables;

import java.io.IOException;

/** Takes a COPY stream in pieces. */
@FunctionalInterface
public interface CopyTarget {
  /** The next piece; the array may be kept. */
  void accept(byte[] bytes, int offset, int length) throws IOException;
}
