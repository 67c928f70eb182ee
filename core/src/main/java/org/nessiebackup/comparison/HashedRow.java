package org.nessiebackup.comparison;

import java.util.List;
import org.nessiebackup.segment.KeyHash;

/**
 * A row of which the key is known, and of every other value its hash.
 *
 * @param hash that of its key
 * @param key the values of its key as COPY binary has them
 * @param values the hashes of the values behind its key
 */
record HashedRow(KeyHash hash, List<byte[]> key, List<ValueHash> values) {
  /** Takes its own copies of the lists. */
  HashedRow {
    key = List.copyOf(key);
    values = List.copyOf(values);
  }

  /** Takes rows. */
  @FunctionalInterface
  interface Sink {
    /** The next one. */
    void accept(HashedRow row) throws java.io.IOException;
  }
}
