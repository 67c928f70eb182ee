package org.nessiebackup.backup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which backup of a chain the next one builds on, so that chains stay short and nothing is stored
 * too often.
 *
 * <p>By the calendar, in UTC: the first backup of a day builds on the full one, the first of an
 * hour on the day's first, the others on one of the hour. Within the hour it is the newest one that
 * has at least twice as many rows as the new one would store; those after it are passed over, and
 * what they have is stored again. So each has at least twice the rows of the next, and there are no
 * more of them than the number of rows has binary digits.
 */
final class ParentChoice {
  private ParentChoice() {}

  /**
   * A backup of the chain.
   *
   * @param begun when it began
   * @param rows how many changed rows it stores
   * @param changedSince how many rows have changed since then
   */
  record Candidate(Instant begun, long rows, long changedSince) {}

  /**
   * Chooses the parent.
   *
   * @param chain the full backup first; at least that
   * @param now when the new one begins
   * @return the index of the parent
   */
  static int choose(List<Candidate> chain, Instant now) {
    int base = base(chain, now);
    if (!sameSpan(now, ChronoUnit.HOURS).test(chain.get(base))) {
      return base;
    }
    int parent = chain.size() - 1;
    while (parent > base && weight(chain.get(parent).rows()) < 2 * newWeight(chain, parent)) {
      parent--;
    }
    return parent;
  }

  /** The hour's first backup, or else the day's, or else the full one. */
  private static int base(List<Candidate> chain, Instant now) {
    for (ChronoUnit span : List.of(ChronoUnit.HOURS, ChronoUnit.DAYS)) {
      Predicate<Candidate> same = sameSpan(now, span);
      for (int i = 0; i < chain.size(); i++) {
        if (same.test(chain.get(i))) {
          return i;
        }
      }
    }
    return 0;
  }

  private static Predicate<Candidate> sameSpan(Instant now, ChronoUnit span) {
    return each -> each.begun().truncatedTo(span).equals(now.truncatedTo(span));
  }

  /** A backup that stores nothing adds to the length of a chain as well. */
  private static long weight(long rows) {
    return Math.max(1, rows);
  }

  private static long newWeight(List<Candidate> chain, int parent) {
    long passedOver = chain.size() - 1L - parent;
    return Math.max(1 + passedOver, chain.get(parent).changedSince());
  }
}
