package org.nessiebackup.kubernetes.exchange;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Takes the times of the steps, and that of Nessie being down. */
final class Stopwatch {
  private final Clock clock;
  private final Map<ExchangeStep, Duration> durations = new EnumMap<>(ExchangeStep.class);
  private Optional<ExchangeStep> current = Optional.empty();
  private Instant since;
  private Optional<Instant> stopped = Optional.empty();
  private Optional<Duration> downtime = Optional.empty();

  Stopwatch(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  void begins(ExchangeStep step) {
    ends();
    current = Optional.of(step);
  }

  void ends() {
    Instant now = clock.instant();
    Duration elapsed = Duration.between(since, now);
    current.ifPresent(step -> durations.merge(step, elapsed, Duration::plus));
    current = Optional.empty();
    since = now;
  }

  void nessieStops() {
    stopped = stopped.or(() -> Optional.of(clock.instant()));
  }

  void nessieServes() {
    downtime = downtime.or(() -> stopped.map(from -> Duration.between(from, clock.instant())));
  }

  ExchangeTimes times() {
    ends();
    return new ExchangeTimes(durations, downtime);
  }
}
