package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;

/**
 * Looks at files that others keep, such as those of a warehouse, by the locations that others have
 * written down. Changes nothing. Can be used by several threads at once.
 */
public interface FileProbe {
  /**
   * Whether there is a file.
   *
   * @param location as it was written down, scheme included
   * @return false only where whoever keeps the file says that it is not there
   * @throws IOException if that could not be found out; the message says why, for people
   */
  boolean exists(String location) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @throws NoSuchObjectException if whoever keeps the file says that it is not there
   * @throws IOException if it could not be read; the message says why, for people
   */
  InputStream open(String location) throws IOException;
}
