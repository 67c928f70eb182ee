package org.nessiebackup.vault.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.vault.object.Layout;

/**
 * A lease as it lies in the vault.
 *
 * @param name of the leases of which one holds at a time, such as {@code prune}
 * @param epoch its place among the leases of that name
 * @param lease what it says
 * @param written when, by the store's clock; absent for one that this process has just written
 */
public record HeldLease(String name, int epoch, Lease lease, Optional<Instant> written) {
  /** One of this process. */
  HeldLease(String name, int epoch, Lease lease) {
    this(name, epoch, lease, Optional.empty());
  }

  /** Whether others have to respect it. */
  public boolean live(Instant now) {
    return lease.live(now, LeasePeriods.DEFAULT.tolerance())
        && (plausible(now, LeasePeriods.DEFAULT)
            || written
                .filter(moment -> now.isAfter(moment.plus(longest(LeasePeriods.DEFAULT))))
                .isEmpty());
  }

  /** Whether its end is one that a holder could name whose clock is right. */
  boolean plausible(Instant now, LeasePeriods periods) {
    return !lease.expires().isAfter(now.plus(longest(periods)));
  }

  /** Whether it still holds if only the store's clock counts. */
  boolean fresh(Instant storeNow, LeasePeriods periods) {
    return written
        .filter(moment -> Duration.between(moment, storeNow).abs().compareTo(longest(periods)) > 0)
        .isEmpty();
  }

  /** When others need not respect it any more, if it is not prolonged. */
  Instant end() {
    Instant named = lease.expires().plus(LeasePeriods.DEFAULT.tolerance());
    Optional<Instant> latest = written.map(moment -> moment.plus(longest(LeasePeriods.DEFAULT)));
    return latest.filter(named::isAfter).orElse(named);
  }

  /** How long after it was written it may count: no clock is needed for the length. */
  private Duration longest(LeasePeriods periods) {
    Duration term = Leases.unknown(lease) ? Leases.UNREADABLE_HOLDS : periods.duration();
    return term.plus(periods.tolerance());
  }

  String object() {
    return Layout.lease(name, epoch);
  }
}
