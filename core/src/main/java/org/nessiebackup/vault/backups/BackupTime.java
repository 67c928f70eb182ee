package org.nessiebackup.vault.backups;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a backup was taken, as far as that is known.
 *
 * @param moment the moment whose state it holds, never one that is yet to come; absent if its
 *     clocks say nothing that can be believed, and no other backup helps
 * @param recent the same for its age: the later one, if the host's clock and the server's were
 *     apart and both moments are past. An age is counted by the clock of a host
 * @param doubt what is wrong with its clocks
 */
public record BackupTime(
    Optional<Instant> moment, Optional<Instant> recent, Optional<BackupClocks.Doubt> doubt) {
  /** Of one that says nothing. */
  public static final BackupTime UNKNOWN =
      new BackupTime(Optional.empty(), Optional.empty(), Optional.empty());

  /** How old the state is; absent if nobody knows, and never negative. */
  public Optional<Duration> age(Instant now) {
    return recent
        .map(at -> Duration.between(at, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }
}
