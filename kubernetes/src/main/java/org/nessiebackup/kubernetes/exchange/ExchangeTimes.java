package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long an exchange took.
 *
 * @param steps each step that was done
 * @param downtime how long Nessie did not serve; empty if it was not stopped, or by a process that
 *     was killed
 */
public record ExchangeTimes(Map<ExchangeStep, Duration> steps, Optional<Duration> downtime) {
  /** Copies, in the order of the steps. */
  public ExchangeTimes {
    Map<ExchangeStep, Duration> copy = new EnumMap<>(ExchangeStep.class);
    copy.putAll(steps);
    steps = Collections.unmodifiableMap(copy);
  }
}
