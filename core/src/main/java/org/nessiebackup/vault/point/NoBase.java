package org.nessiebackup.vault.point;

import org.nessiebackup.BackupId;

/**
 * A backup that cannot be brought forward by the journal.
 *
 * @param backup its name
 * @param reason why, as a clause that follows the name
 */
public record NoBase(BackupId backup, String reason) {}
