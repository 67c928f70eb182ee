package org.nessiebackup.acceptance.trials;

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
public record TriedOperation(String name, List<String> words, Work inProcess) {
  public TriedOperation {
    words = List.copyOf(words);
  }

  /** Does it through a store and connections that may fail. */
  @FunctionalInterface
  public interface Work {
    void run(ObjectStore store, Database database);
  }
}
