package org.nessiebackup.manifest;

import java.time.Instant;
import org.nessiebackup.BackupId;

/** What was found out about a backup at a moment. */
public sealed interface BackupRecord extends Document permits VerificationRecord, DrillRecord {
  /** Which backup. */
  BackupId backup();

  /** When it was known. */
  Instant at();
}
