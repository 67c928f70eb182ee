package org.nessiebackup.backup;

import org.nessiebackup.BackupException;
import org.nessiebackup.backup.BackupReport.FullReason;

/**
 * What becomes of a backup when those it would build on cannot be used. It is taken all the same,
 * as a full one: a night without a backup is worse than a large one.
 */
final class ParentFailure {
  private ParentFailure() {}

  /**
   * Why a full one is taken.
   *
   * @throws BackupException the failure itself, if another parent would not help
   */
  static FullReason reason(BackupException failure) {
    return switch (failure.failure()) {
      case DAMAGED, UNTRUSTED, FORMAT_UNSUPPORTED, BACKUP_NOT_FOUND -> FullReason.PARENT_DAMAGED;
      case KEY_MISSING, KEY_WRONG -> FullReason.PARENT_CLOSED;
      default -> throw failure;
    };
  }
}
