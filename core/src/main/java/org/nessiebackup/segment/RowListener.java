package org.nessiebackup.segment;

import java.io.IOException;

/**
 * Hears the parts of a COPY binary stream in order. A field may be of any size and arrives in
 * pieces, so that nobody has to hold a whole row.
 */
public interface RowListener {
  /** A row begins. */
  default void rowStarted() throws IOException {}

  /**
   * A field begins.
   *
   * @param index from 0
   * @param length in bytes, or -1 for NULL, which has no pieces
   */
  default void fieldStarted(int index, int length) throws IOException {}

  /** A piece of the current field; the array belongs to the caller and changes after the call. */
  default void fieldBytes(byte[] bytes, int offset, int length) throws IOException {}

  /** A piece of the current row as it is in the stream, counts and lengths included. */
  default void rowBytes(byte[] bytes, int offset, int length) throws IOException {}

  /** The row is complete. */
  default void rowEnded() throws IOException {}
}
