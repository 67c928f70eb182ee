package org.nessiebackup.restore;

import java.util.Optional;
import org.nessiebackup.swap.StagedRestore;
import org.nessiebackup.swap.StagedSwap;

/**
 * What was restored.
 *
 * @param restored the backup, where it is now, and what was loaded and compared
 * @param swapped the only time in which nobody could read, and what is not as before
 */
public record RestoreReport(StagedRestore restored, StagedSwap.Outcome swapped) {
  /** The schema it is in now. */
  public String schema() {
    return restored.catalog().schema();
  }

  /** Where the replaced tables are; absent if there were none. */
  public Optional<String> keptSchema() {
    return swapped.keptSchema();
  }
}
