package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.Failure;

/**
 * When something that has failed is tried again: doubled from attempt to attempt.
 *
 * @param first after the first attempt
 * @param longest where doubling ends
 */
record RetryPause(Duration first, Duration longest) {
  /** What passes by itself: a server that restarts, a network that is back. */
  static final RetryPause SOON = new RetryPause(Duration.ofMinutes(1), Duration.ofMinutes(15));

  /** Somebody else is at work, who is done at some time. */
  static final RetryPause BUSY = new RetryPause(Duration.ofMinutes(1), Duration.ofMinutes(1));

  /** What a person has to do something about, who may not tell. */
  static final RetryPause SELDOM = new RetryPause(Duration.ofMinutes(15), Duration.ofHours(2));

  /** A service has died with it: at once, but not again and again if it dies of it. */
  static final RetryPause LOST = new RetryPause(Duration.ZERO, Duration.ofMinutes(15));

  /** It could not begin; who looks anew knows more. */
  static final RetryPause SKIPPED = new RetryPause(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int MOST_DOUBLINGS = 10;

  /** After a failure; empty if the same would come of it. */
  static Optional<RetryPause> after(Failure failure) {
    return switch (failure) {
      case CONNECTION, STORE, DATABASE, CLUSTER, NESSIE, INTERNAL, INTERRUPTED -> Optional.of(SOON);
      case LOCKED -> Optional.of(BUSY);
      case LOGIN,
          PERMISSION,
          SERVER_UNSUPPORTED,
          CATALOG_NOT_FOUND,
          CATALOG_AMBIGUOUS,
          CATALOG_UNSUITABLE,
          STORE_FULL,
          VAULT_NOT_FOUND,
          WORKLOAD_NOT_FOUND,
          WORKLOAD_AMBIGUOUS ->
          Optional.of(SELDOM);
      case USAGE,
          BACKUP_NOT_FOUND,
          REFERENCE_NOT_FOUND,
          CONTENT_NOT_FOUND,
          FORMAT_UNSUPPORTED,
          DUMP_NOT_UNDERSTOOD,
          DAMAGED,
          FINDINGS,
          GAP,
          KEY_MISSING,
          KEY_WRONG,
          UNTRUSTED,
          TARGET_GUARDED,
          STALE ->
          Optional.empty();
    };
  }

  /** After so many attempts. */
  Duration after(int attempts) {
    if (first.isZero()) {
      return attempts < 2 ? first : SOON.after(attempts - 1);
    }
    Duration pause = first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts - 1));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
