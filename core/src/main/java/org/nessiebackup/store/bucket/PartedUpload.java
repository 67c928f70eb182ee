package org.nessiebackup.store.bucket;

import java.io.IOException;

/** An object on its way in several parts. Each request may be made again after a failure. */
public interface PartedUpload {
  /**
   * Sends a part, which is never empty.
   *
   * @param number counted from 1
   * @param last whether no other follows; some servers publish the object then
   */
  void send(int number, PartBuffer content, boolean last) throws IOException;

  /** Publishes the object, if the last part has not done so. */
  void complete() throws IOException;

  /** Throws away what was sent. */
  void abort() throws IOException;
}
