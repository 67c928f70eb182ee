package org.nessiebackup.retention;

import java.time.Duration;

/** Time spans in the words in which options name them. */
final class Spans {
  private Spans() {}

  static String words(Duration span) {
    if (span.toSecondsPart() != 0 || span.isZero()) {
      return span.toSeconds() + " s";
    }
    if (span.toMinutesPart() != 0) {
      return span.toMinutes() + " min";
    }
    return span.toHoursPart() != 0 || span.toDays() == 1
        ? span.toHours() + " h"
        : span.toDays() + " d";
  }
}
