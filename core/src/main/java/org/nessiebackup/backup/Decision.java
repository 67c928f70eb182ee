package org.nessiebackup.backup;

import java.util.Map;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.tables.ChangedRows;
import org.nessiebackup.vault.backups.BackupChain;

/** What kind of backup to take. */
sealed interface Decision {
  /** On how many others the backup builds. */
  default int depth() {
    return switch (this) {
      case Full full -> 0;
      case Incremental incremental -> incremental.parent().depth() + 1;
    };
  }

  /** All of it. */
  record Full(FullReason reason) implements Decision {}

  /**
   * What has changed since the newest backup of a chain.
   *
   * @param parent the chain
   * @param counts for each growing table by its name, how many rows have
   */
  record Incremental(BackupChain parent, Map<String, ChangedRows.Counts> counts)
      implements Decision {
    public Incremental {
      counts = Map.copyOf(counts);
    }
  }
}
