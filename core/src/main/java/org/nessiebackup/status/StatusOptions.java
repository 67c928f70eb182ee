package org.nessiebackup.status;

import java.time.Duration;
import java.util.Optional;

/**
 * What is too old.
 *
 * @param maxAge how old the newest backup may be
 * @param maxVerifyAge how long ago a backup may have been verified last
 * @param maxDrillAge how long ago a drill may have passed last
 */
public record StatusOptions(
    Optional<Duration> maxAge, Optional<Duration> maxVerifyAge, Optional<Duration> maxDrillAge) {}
