package org.nessiebackup.swap;

import java.time.Instant;
import java.util.Locale;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;

/**
 * The name of a restore, an undo or a reset: the moment it began, in the form of a backup's id.
 * Whoever must find a restore again after a crash chooses the name before the work begins, and
 * writes it down. Its schemas are called after it, in lower case so that nobody has to quote them;
 * those names are for people, we know our schemas by their comment.
 */
public record RestoreId(String value) {
  /**
   * Checks the form.
   *
   * @throws BackupException {@link Failure#USAGE} if it is another
   */
  public RestoreId {
    if (!BackupId.isValid(value)) {
      throw Failure.USAGE.exception(
          "\"" + value + "\" is not the name of a restore",
          "It looks like 20261122T020000Z-7f3a: the moment at which the restore began.");
    }
  }

  /** The name of what begins now. */
  public static RestoreId create(Instant now) {
    return new RestoreId(BackupId.create(now).value());
  }

  /** The schema into which the restore loads. */
  public String stagingSchema() {
    return schema("staging");
  }

  /** The schema in which the replaced tables are kept. */
  public String keptSchema() {
    return schema("kept");
  }

  /** The schema of a rehearsal, which is dropped when it is over. */
  public String drillSchema() {
    return schema("drill");
  }

  private String schema(String purpose) {
    String moment = value.toLowerCase(Locale.ROOT).replace('-', '_');
    return "nessie_backup_" + purpose + "_" + moment;
  }

  @Override
  public String toString() {
    return value;
  }
}
