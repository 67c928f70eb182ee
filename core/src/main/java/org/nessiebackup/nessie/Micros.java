package org.nessiebackup.nessie;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as Nessie stores them: microseconds since 1970. */
public final class Micros {
  private Micros() {}

  /** Of a moment. */
  public static long of(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  /** The moment. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
