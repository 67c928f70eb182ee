package org.nessiebackup.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.manifest.Lease;

/**
 * A lease as it lies in the vault.
 *
 * @param series the leases of which one holds at a time, such as {@code prune}
 * @param number its place in the series
 * @param lease what it says
 * @param written when, by the store's clock; absent for one that this process has just written
 */
public record HeldLease(String series, int number, Lease lease, Optional<Instant> written) {
  /** One of this process. */
  HeldLease(String series, int number, Lease lease) {
    this(series, number, lease, Optional.empty());
  }

  /** Whether others have to respect it. */
  public boolean live(Instant now) {
    return lease.live(now, LeaseTerms.DEFAULT.tolerance())
        && (plausible(now, LeaseTerms.DEFAULT)
            || written
                .filter(moment -> now.isAfter(moment.plus(longest(LeaseTerms.DEFAULT))))
                .isEmpty());
  }

  /** Whether its end is one that a holder could name whose clock is right. */
  boolean plausible(Instant now, LeaseTerms terms) {
    return !lease.expires().isAfter(now.plus(longest(terms)));
  }

  /** Whether it still holds if only the store's clock is asked. */
  boolean fresh(Instant storeNow, LeaseTerms terms) {
    return written
        .filter(moment -> Duration.between(moment, storeNow).abs().compareTo(longest(terms)) > 0)
        .isEmpty();
  }

  /** When others need not respect it any more, if it is not prolonged. */
  Instant end() {
    Instant named = lease.expires().plus(LeaseTerms.DEFAULT.tolerance());
    Optional<Instant> latest = written.map(moment -> moment.plus(longest(LeaseTerms.DEFAULT)));
    return latest.filter(named::isAfter).orElse(named);
  }

  /** How long after it was written it may count: no clock is needed to tell the length. */
  private Duration longest(LeaseTerms terms) {
    Duration term = Leases.unknown(lease) ? Leases.UNREADABLE_HOLDS : terms.duration();
    return term.plus(terms.tolerance());
  }

  String object() {
    return Layout.lease(series, number);
  }
}
