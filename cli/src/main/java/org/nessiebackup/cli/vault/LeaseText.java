package org.nessiebackup.cli.vault;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.vault.lease.HeldLease;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

  static void json(List<HeldLease> leases, Instant now, ArrayNode array) {
    for (HeldLease held : leases) {
      ObjectNode node = array.addObject();
      node.put("kind", held.lease().kind().label());
      node.put("owner", held.lease().owner());
      node.put("acquired", Json.time(held.lease().acquired()));
      node.put("expires", Json.time(held.lease().expires()));
      node.put("live", held.live(now));
    }
  }
}
