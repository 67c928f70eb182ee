package org.nessiebackup.retention;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.manifest.RetentionPolicy;

/**
 * What to keep.
 *
 * @param policy absent for that of the vault
 * @param timeZone where days begin, instead of where the policy says
 * @param keepTips how long tips stay after the last one of their backup, and that backup with them
 * @param keepJournal how long an epoch of the journal stays after its last file
 */
public record PruneOptions(
    Optional<RetentionPolicy> policy,
    Optional<String> timeZone,
    Duration keepTips,
    Duration keepJournal) {
  /** As long as the default policy keeps all backups. */
  public static final Duration KEEP_TIPS = Duration.ofDays(2);

  /** Any second of the last week. */
  public static final Duration KEEP_JOURNAL = Duration.ofDays(7);

  /** The vault's policy as it is. */
  public static final PruneOptions DEFAULT = new PruneOptions(Optional.empty(), Optional.empty());

  /** With the journal as long as by default. */
  public PruneOptions(
      Optional<RetentionPolicy> policy, Optional<String> timeZone, Duration keepTips) {
    this(policy, timeZone, keepTips, KEEP_JOURNAL);
  }

  /** With tips as long as by default. */
  public PruneOptions(Optional<RetentionPolicy> policy, Optional<String> timeZone) {
    this(policy, timeZone, KEEP_TIPS);
  }
}
