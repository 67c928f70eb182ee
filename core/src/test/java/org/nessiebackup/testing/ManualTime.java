package org.nessiebackup.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.retry.WaitContext;

/** A clock that goes on only when somebody sleeps. */
public final class ManualTime extends Clock implements Sleeper {
  private final List<Duration> sleeps = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-25T03:00:00Z");

  /** To wait in it. */
  public WaitContext context(Cancellation cancellation) {
    return new WaitContext(this, this, cancellation, new SplittableRandom(1));
  }

  /** How long somebody slept each time. */
  public List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public void sleep(Duration duration) {
    sleeps.add(duration);
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
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
