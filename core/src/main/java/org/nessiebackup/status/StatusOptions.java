package org.nessiebackup.status;

import java.time.Duration;
import java.util.Optional;

/**
 * What is too old.
 *
 * @param maxAge how old the newest backup may be, whatever tips there are
 * @param maxVerifyAge how long ago a backup may have been verified last
 * @param maxDrillAge how long ago a drill may have passed last
 * @param maxTipAge how old the newest recovery point may be, a tip or a backup
 */
public record StatusOptions(
    Optional<Duration> maxAge,
    Optional<Duration> maxVerifyAge,
    Optional<Duration> maxDrillAge,
    Optional<Duration> maxTipAge) {
  /** Where nobody has asked for tips. */
  public StatusOptions(
      Optional<Duration> maxAge, Optional<Duration> maxVerifyAge, Optional<Duration> maxDrillAge) {
    this(maxAge, maxVerifyAge, maxDrillAge, Optional.empty());
  }
}
