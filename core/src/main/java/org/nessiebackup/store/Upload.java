package org.nessiebackup.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An object on its way into a store. One thread uses it at a time.
 *
 * <p>The order is: write to {@link #body}, then {@link #commit} once, then {@link #close}. Closing
 * without a commit throws the bytes away; commit is the only way to publish, so that no {@code
 * finally} can publish half an object.
 */
public interface Upload extends AutoCloseable {
  /** Where the bytes go. Closing the stream is allowed and publishes nothing. */
  OutputStream body();

  /**
   * Makes the bytes durable, then visible under the object's name, at once.
   *
   * @throws ObjectExistsException if somebody else has published that name meanwhile
   */
  void commit() throws IOException;

  /** Ends the upload; what was not committed disappears. */
  @Override
  void close() throws IOException;
}
