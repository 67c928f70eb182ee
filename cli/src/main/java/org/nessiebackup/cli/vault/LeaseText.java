package org.nessiebackup.cli.vault;

import java.time.Instant;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.vault.lease.HeldLease;

/** Leases in both forms. */
final class LeaseText {
  private LeaseText() {}

  static String line(HeldLease held, Instant now) {
    return "%s by %s, since %s, %s %s"
        .formatted(
            held.lease().kind().label(),
            held.lease().owner(),
            Text.time(held.lease().acquired()),
            held.live(now) ? "until" : "ended",
            Text.time(held.lease().expires()));
  }
}
