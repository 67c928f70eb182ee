package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.report.Shape;
import org.nessiebackup.service.fleet.ReplicaHealth;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a catalog's document says of its replica. */
final class ReplicaMember {
  private ReplicaMember() {}

  static ObjectNode of(ReplicaHealth replica, Instant now) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", replica.name());
    document.put("state", replica.phase().label());
    replica.lag(now).ifPresent(lag -> document.put("lag_seconds", lag.toMillis() / 1000.0));
    replica.slot().behind().ifPresent(bytes -> document.put("lag_bytes", bytes));
    replica.slot().retained().ifPresent(bytes -> document.put("retained_bytes", bytes));
    document.put("retained_limit_bytes", replica.slot().limit());
    document.put("clients", replica.clients());
    time(document, "reached_at", replica.reach().reachedAt());
    time(document, "looked_at", replica.reach().looked());
    replica.finding().ifPresent(finding -> document.set("finding", finding(finding)));
    if (replica.phase().isLive()) {
      document.put("promotion", replica.promotion().line());
    }
    return document;
  }

  private static ObjectNode finding(ReplicaHealth.Finding finding) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("since", Shape.time(finding.since()));
    document.put("message", finding.sentence());
    finding.advice().ifPresent(advice -> document.put("hint", advice));
    return document;
  }

  private static void time(ObjectNode document, String name, Optional<Instant> moment) {
    moment.ifPresent(at -> document.put(name, Shape.time(at)));
  }
}
