package org.nessiebackup.service.timeline;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.FirstNames;

/**
 * A moment that somebody has named.
 *
 * @param name how it was called
 * @param at when that was
 */
public record NamedMoment(String name, Instant at) {
  private static final int MOST_NAMES = 3;

  boolean isIn(Instant start, Instant end) {
    return !at.isBefore(start) && at.isBefore(end);
  }

  /** Several, as a title says them. */
  static String words(List<NamedMoment> named) {
    return (named.size() == 1 ? "mark " : "marks ")
        + FirstNames.of(named.stream().map(NamedMoment::name).toList(), MOST_NAMES);
  }
}
