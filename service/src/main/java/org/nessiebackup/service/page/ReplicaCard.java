package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.DurationWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.service.fleet.ReplicaHealth;

/** What a catalog's page says of its replica. */
final class ReplicaCard {
  private ReplicaCard() {}

  /** In a few words; empty if there is none. */
  static Optional<String> of(ReplicaHealth replica, Instant now) {
    return switch (replica.phase()) {
      case NONE -> Optional.empty();
      case UNFINISHED -> Optional.of("%s is being made".formatted(replica.name()));
      case PROMOTED -> Optional.of("%s has the catalog now".formatted(replica.name()));
      case FOLLOWING -> Optional.of(replica.name() + " follows" + behind(replica, now));
      case BEHIND -> Optional.of(replica.name() + " is BEHIND" + behind(replica, now));
      case UNREACHABLE, CONFLICT, STOPPED ->
          Optional.of(
              "%s: %s%s"
                  .formatted(
                      replica.name(),
                      replica.phase().label().toUpperCase(Locale.ROOT),
                      behind(replica, now)));
    };
  }

  private static String behind(ReplicaHealth replica, Instant now) {
    String lag = replica.lag(now).map(each -> ", " + span(each) + " behind").orElse("");
    String kept =
        replica
            .slot()
            .retained()
            .map(bytes -> ", %s kept for it".formatted(Quantity.bytes(bytes)))
            .orElse("");
    return lag + kept;
  }

  /** What is less than a second is worth a decimal. */
  private static String span(Duration lag) {
    return lag.toSeconds() < 10
        ? String.format(Locale.ROOT, "%.1f s", lag.toMillis() / 1000.0)
        : DurationWords.of(lag);
  }

  /** What is wrong with it and what to do, in sentences. */
  static List<String> findings(ReplicaHealth replica, Instant now) {
    return replica.finding().stream()
        .map(
            each ->
                "%s since %s%s"
                    .formatted(
                        sentence(each.sentence()),
                        new Moment(each.since(), now).utc(),
                        each.advice().map(advice -> ". " + advice).orElse("")))
        .toList();
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
