package org.nessiebackup.service.timeline;

import java.time.Instant;

/**
 * A recovery point, as the time line knows it.
 *
 * @param id its name
 * @param at the moment to which it leads back
 * @param kind what it holds
 * @param trust what was found out about it
 * @param goes whether the next prune removes it
 */
public record TimePoint(String id, Instant at, Kind kind, Trust trust, boolean goes) {
  /** What it holds. */
  public enum Kind {
    /** Everything. */
    FULL,
    /** What has changed since another one. */
    INCREMENTAL,
    /** What references lead to that has come since an exact one. */
    TIP
  }

  /** What was found out, the least first. */
  public enum Trust {
    /** Nobody has looked. */
    UNSEEN("not looked at yet"),
    /** It was read from end to end. */
    VERIFIED("verified"),
    /** A restore of it was rehearsed. */
    DRILLED("restored in a drill"),
    /** It cannot be relied on. */
    DAMAGED("damaged");

    private final String words;

    Trust(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
