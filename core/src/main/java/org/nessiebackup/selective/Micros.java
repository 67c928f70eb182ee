package org.nessiebackup.selective;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as Nessie stores them: microseconds since 1970. */
final class Micros {
  private Micros() {}

  static long of(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
