package org.nessiebackup.service.run;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * What to tell of whatever was thrown in a thread that nobody waits for. It must not die of it:
 * nobody would see that, and the page would go on to say what was so before.
 */
public final class Defect {
  private Defect() {}

  /** In words, also of what no code should throw. */
  public static BackupException told(Throwable thrown) {
    return switch (thrown) {
      case BackupException known -> known;
      case OutOfMemoryError little ->
          Failure.INTERNAL.exception(
              "the memory does not suffice",
              "NESSIE_BACKUP_JAVA_OPTS=-Xmx256m gives the service more of it.",
              little);
      default ->
          Failure.INTERNAL.exception(
              "a defect in the service: " + thrown, "Please report it, with these words.", thrown);
    };
  }
}
