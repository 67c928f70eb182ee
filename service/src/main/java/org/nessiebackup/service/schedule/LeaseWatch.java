package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.vault.lease.HeldLease;

/**
 * Finds out whether the service that leads was killed on this host, so that the next one need not
 * wait for the end of the lease. That its process is not there is not enough: another host may have
 * this one's name. So the lease also has to stay as it is for longer than a holder ever leaves it,
 * by a clock that nobody sets. Where that errs as well, the holder sees its loss before it starts
 * anything, and what two start for one moment has one name, which the vault gives to one of them.
 */
final class LeaseWatch {
  /** A holder prolongs its lease each half minute. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);

  private final Predicate<String> seemsGone;
  private final LongSupplier nanos;
  private Optional<HeldLease> watched = Optional.empty();
  private long since;

  /**
   * @param seemsGone whether an owner is a process of this host that is not there
   * @param nanos a clock that nobody sets
   */
  LeaseWatch(Predicate<String> seemsGone, LongSupplier nanos) {
    this.seemsGone = seemsGone;
    this.nanos = nanos;
  }

  /** The lease of a service that was killed, if we have seen it for long enough to know. */
  Optional<HeldLease> abandoned(List<HeldLease> leases) {
    Optional<HeldLease> now =
        leases.stream()
            .filter(each -> each.lease().kind() == Lease.Kind.SCHEDULE)
            .max(Comparator.comparingInt(HeldLease::epoch))
            .filter(each -> seemsGone.test(each.lease().owner()));
    if (!now.map(HeldLease::lease).equals(watched.map(HeldLease::lease))) {
      watched = now;
      since = nanos.getAsLong();
    }
    return watched.filter(each -> nanos.getAsLong() - since > LONG_ENOUGH.toNanos());
  }
}
