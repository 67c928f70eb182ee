package org.nessiebackup;

import java.util.function.Supplier;

/**
 * Hears how long work gets on. The library itself prints and logs nothing.
 *
 * <p>Calls may come from several threads at once. An implementation must be quick and must not
 * throw.
 */
public interface Progress {
  /** Somebody who does not listen. */
  Progress NONE =
      new Progress() {
        @Override
        public void step(String name, long totalBytes) {}

        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public void warning(String message) {}
      };

  /**
   * The steps that follow belong to one of several parts of the work. Whoever puts operations
   * together counts, and hands on {@link #uncounted()}: parts of parts are not counted.
   *
   * @param number of the part, from 1 on
   * @param count how many parts there are
   */
  default void part(int number, int count) {}

  /**
   * A new step begins, the one before it has ended.
   *
   * @param name what is done, as a present participle: {@code "reading the catalog"}
   * @param totalBytes about how many bytes {@link #advanced} will report, or 0 if nobody knows
   */
  void step(String name, long totalBytes);

  /** More rows and bytes of the current step are done; differences, not totals. */
  void advanced(long rows, long bytes);

  /** Something the user should know, although the work goes on. */
  void warning(String message);

  /**
   * Something that was done, for who looks for a cause later; nobody listens as a rule.
   *
   * @param message made only for who listens; names no secret
   */
  default void detail(Detail level, Supplier<String> message) {}

  /** The same for an operation inside of this one, which does not count its parts. */
  default Progress uncounted() {
    return new UncountedProgress(this);
  }

  /** How closely somebody looks. */
  enum Detail {
    /** Steps, objects, connections, further attempts. */
    VERBOSE,
    /** Statements and requests as well. */
    DEBUG
  }
}
