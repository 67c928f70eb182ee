package org.nessiebackup.store.s3;

import org.nessiebackup.Failure;

/**
 * How long new objects are kept against everybody.
 *
 * @param mode who is kept from removing them
 * @param days from the moment they are written, by the server's clock; 1 to 36,500
 */
public record S3ObjectLock(Mode mode, int days) {
  private static final int MOST_DAYS = 36_500;

  /** Who is kept from removing an object. */
  public enum Mode {
    /** All but those with a special permission. */
    GOVERNANCE,
    /** All. */
    COMPLIANCE
  }

  /** Refuses what no server accepts. */
  public S3ObjectLock {
    if (days < 1 || days > MOST_DAYS) {
      throw Failure.USAGE.exception(
          "\"%d\" is not a number of days for object-lock-days".formatted(days),
          "It is a number from 1 to %d.".formatted(MOST_DAYS));
    }
  }
}
