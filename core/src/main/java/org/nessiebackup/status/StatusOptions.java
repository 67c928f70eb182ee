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
 * @param maxJournalProofAge how long ago something of the journal may have been proven last
 */
public record StatusOptions(
    Optional<Duration> maxAge,
    Optional<Duration> maxVerifyAge,
    Optional<Duration> maxDrillAge,
    Optional<Duration> maxTipAge,
    Optional<Duration> maxJournalProofAge) {
  /** Where nobody has asked for tips or a journal. */
  public StatusOptions(
      Optional<Duration> maxAge, Optional<Duration> maxVerifyAge, Optional<Duration> maxDrillAge) {
    this(maxAge, maxVerifyAge, maxDrillAge, Optional.empty(), Optional.empty());
  }
}
