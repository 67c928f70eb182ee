package org.nessiebackup.vault.journal;

import java.io.IOException;

/** Takes changes in the order of commits and, in a transaction, of changes. */
@FunctionalInterface
public interface ChangeSink {
  /** The next one. */
  void accept(ChangeRow row) throws IOException;
}
