package org.nessiebackup.vault.point;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which transactions a snapshot sees ({@code pg_snapshot}). */
final class VisibleTransactions {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}):(\\d{1,18}):((?:\\d{1,18}(?:,\\d{1,18})*)?)");

  private static final long CYCLE = 1L << 32;

  private final long firstUnfinished;
  private final long next;
  private final long[] unfinished;

  private VisibleTransactions(long firstUnfinished, long next, long[] unfinished) {
    this.firstUnfinished = firstUnfinished;
    this.next = next;
    this.unfinished = unfinished;
  }

  /** From what PostgreSQL writes, such as {@code 10:20:10,14}; absent if it is no snapshot. */
  static Optional<VisibleTransactions> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long[] unfinished =
        Stream.of(form.group(3).split(","))
            .filter(each -> !each.isEmpty())
            .mapToLong(Long::parseLong)
            .sorted()
            .toArray();
    return Optional.of(
        new VisibleTransactions(
            Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), unfinished));
  }

  /**
   * Whether it sees what a transaction has done that was committed at some time.
   *
   * @param xid the lower 32 bits of its number, which is taken for the nearest one to the snapshot:
   *     PostgreSQL itself stops before two that it has to tell apart are half a cycle apart
   */
  boolean sees(long xid) {
    long number = nearest(xid);
    return number < firstUnfinished
        || (number < next && Arrays.binarySearch(unfinished, number) < 0);
  }

  private long nearest(long xid) {
    long number = (next & -CYCLE) | xid;
    if (number - next > CYCLE / 2) {
      return number - CYCLE;
    }
    return next - number > CYCLE / 2 ? number + CYCLE : number;
  }
}
