package org.nessiebackup.service.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A time without recovery points where others would have been expected: as far from each other as
 * those on one of its sides are.
 *
 * @param from the last point before it
 * @param to the first one behind it
 */
public record Gap(Instant from, Instant to) {
  /** Two that were left out. */
  private static final double MOST = 2.5;

  private static final int NEIGHBOURS = 5;
  private static final Duration LEAST = Duration.ofMinutes(2);

  /**
   * Those between exact points, oldest first; the last may reach to now.
   *
   * @param allowed how old the newest point may be; empty if nobody has said
   */
  public static List<Gap> between(List<TimePoint> points, Optional<Duration> allowed, Instant now) {
    List<Instant> moments =
        points.stream()
            .filter(each -> each.kind() != TimePoint.Kind.TIP)
            .map(TimePoint::at)
            .collect(Collectors.toCollection(ArrayList::new));
    if (moments.isEmpty()) {
      return List.of();
    }
    moments.add(now);
    int last = moments.size() - 1;
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      Gap here = new Gap(moments.get(i - 1), moments.get(i));
      boolean tooLong =
          (i == last && allowed.isPresent())
              ? here.length().compareTo(allowed.get()) > 0
              : here.isUnusual(
                  Math.max(
                      median(moments, i - 1 - NEIGHBOURS, i - 1),
                      median(moments, i, Math.min(i + NEIGHBOURS, last - 1))));
      if (tooLong) {
        gaps.add(here);
      }
    }
    return gaps;
  }

  private boolean isUnusual(double usualMillis) {
    return usualMillis > 0 && length().toMillis() > MOST * usualMillis && isLong();
  }

  /** What usually lies between neighbours; none if there are none. */
  private static double median(List<Instant> moments, int from, int to) {
    long[] spans = new long[Math.max(0, to - Math.max(0, from))];
    for (int i = 0; i < spans.length; i++) {
      int at = Math.max(0, from) + i;
      spans[i] = Duration.between(moments.get(at), moments.get(at + 1)).toMillis();
    }
    Arrays.sort(spans);
    return spans.length == 0 ? 0 : spans[spans.length / 2];
  }

  /** Whether a span lies in it as a whole. */
  boolean covers(Instant start, Instant end) {
    return !start.isBefore(from) && !end.isAfter(to);
  }

  /** Whether it is worth a word. */
  boolean isLong() {
    return length().compareTo(LEAST) > 0;
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }
}
