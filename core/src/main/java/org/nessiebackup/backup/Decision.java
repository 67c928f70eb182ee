package org.nessiebackup.backup;

import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.vault.BackupChain;

/** What kind of backup to take. */
sealed interface Decision {
  /** All of it. */
  record Full(FullReason reason) implements Decision {}

  /** What has changed since the newest backup of a chain. */
  record Incremental(BackupChain parent) implements Decision {}
}
