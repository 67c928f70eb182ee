package org.nessiebackup.vault;

import java.time.Instant;
import org.nessiebackup.manifest.Lease;

/**
 * A lease as it lies in the vault.
 *
 * @param series the leases of which one holds at a time, such as {@code prune}
 * @param number its place in the series
 * @param lease what it says
 */
public record HeldLease(String series, int number, Lease lease) {
  /** Whether others have to respect it. */
  public boolean live(Instant now) {
    return lease.live(now, LeaseTerms.DEFAULT.tolerance());
  }

  String object() {
    return Layout.lease(series, number);
  }
}
