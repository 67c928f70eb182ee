package org.nessiebackup.keys;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;

/**
 * What became of each backup.
 *
 * @param backups oldest first, or in the order in which they were named
 */
public record RewrapReport(List<BackupResult> backups) {
  /** Takes its own copy of the list. */
  public RewrapReport {
    backups = List.copyOf(backups);
  }

  /** Whether all of them have the current recipients. */
  public boolean complete() {
    return backups.stream().allMatch(each -> each.status() != Status.DAMAGED);
  }

  /** What became of a backup. */
  public enum Status {
    /** Its objects were stored again. */
    REWRAPPED,
    /** It had the current recipients already, or is not encrypted. */
    CURRENT,
    /** It cannot be read, and was left as it is. */
    DAMAGED
  }

  /**
   * One backup.
   *
   * @param id its name
   * @param status what became of it
   * @param objects how many objects were stored again
   * @param locked former objects that the store does not let go yet, which still have the former
   *     recipients
   * @param reason why it cannot be read; present if it is damaged
   */
  public record BackupResult(
      BackupId id,
      Status status,
      int objects,
      List<String> locked,
      Optional<BackupException> reason) {
    /** Takes its own copy of the list. */
    public BackupResult {
      locked = List.copyOf(locked);
    }
  }
}
