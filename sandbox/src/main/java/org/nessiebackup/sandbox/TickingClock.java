package org.nessiebackup.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that advances by a fixed step whenever it is looked at, so that every run is alike. */
final class TickingClock extends Clock {

  private static final Duration STEP = Duration.ofMillis(25);

  private Instant now;

  TickingClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    now = now.plus(STEP);
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
