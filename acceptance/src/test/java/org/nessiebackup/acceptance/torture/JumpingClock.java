package org.nessiebackup.acceptance.torture;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** A host's clock that goes on as clocks do, until it is set. */
final class JumpingClock extends Clock {
  private volatile Duration ahead = Duration.ZERO;

  /** Time passes, or somebody sets the clock wrongly, or right again. */
  String jump(Random random) {
    ahead =
        switch (random.nextInt(6)) {
          case 0 -> Duration.ofDays(365L * 3);
          case 1 -> Duration.ofDays(-365L * 3);
          case 2 -> Duration.ofHours(-2);
          case 3 -> Duration.ZERO;
          default -> ahead.plusMinutes(random.nextInt(3000));
        };
    return "the clock is ahead by " + ahead;
  }

  void setRight() {
    ahead = Duration.ZERO;
  }

  void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
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
