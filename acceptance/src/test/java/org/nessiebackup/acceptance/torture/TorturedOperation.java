package org.nessiebackup.acceptance.torture;

import java.util.List;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.ObjectStore;

/**
 * Something that is done to a vault, inside this process or by one of its own.
 *
 * @param name for the log and the figures
 * @param words the command that does the same
 * @param inProcess does it
 */
record TorturedOperation(String name, List<String> words, Work inProcess) {
  TorturedOperation {
    words = List.copyOf(words);
  }

  /** Does it through a store and connections that may fail. */
  @FunctionalInterface
  interface Work {
    void run(ObjectStore store, Database database);
  }
}
