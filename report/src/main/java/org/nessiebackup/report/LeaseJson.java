package org.nessiebackup.report;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.vault.lease.HeldLease;

/**
 * A lease, seen at some moment.
 *
 * @param held the lease
 * @param now the moment
 */
record LeaseJson(HeldLease held, Instant now) {
  static final Shape<LeaseJson> LEASE =
      Shape.of(LeaseJson.class)
          .text("kind", each -> each.held.lease().kind().label())
          .text("owner", each -> each.held.lease().owner())
          .time("acquired", each -> each.held.lease().acquired())
          .time("expires", each -> each.held.lease().expires())
          .flag("live", each -> each.held.live(each.now));

  static List<LeaseJson> of(List<HeldLease> leases, Instant now) {
    return leases.stream().map(held -> new LeaseJson(held, now)).toList();
  }
}
