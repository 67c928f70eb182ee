package org.nessiebackup;

import java.time.Instant;

/**
 * The name of an epoch of a journal, of the form that names of backups have: the moment it began.
 */
public record EpochId(String value) implements Comparable<EpochId> {
  /** Checks the form; a name from outside is never used as part of a path before this. */
  public EpochId {
    if (!BackupId.isValid(value)) {
      throw Failure.USAGE.exception(
          "\"" + value + "\" is not the name of an epoch",
          "A name looks like 20261122T020000Z-7f3a; `journal status` shows those there are.");
    }
  }

  /** The name of an epoch that begins now. */
  public static EpochId create(Instant now) {
    return new EpochId(BackupId.create(now).value());
  }

  /** The second in which it began. */
  public Instant time() {
    return new BackupId(value).time();
  }

  @Override
  public int compareTo(EpochId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
