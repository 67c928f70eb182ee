package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time without recovery points where others would have been expected: as far from each other as
 * those on one of its sides are.
 *
 * @param from the last point before it
 * @param to the first one behind it
 */
record Gap(Instant from, Instant to) {
  /** Two that were left out. */
  private static final double MOST = 2.5;

  private static final int NEIGHBOURS = 5;
  private static final Duration LEAST = Duration.ofMinutes(2);

  /** Those between exact points, oldest first; the last may reach to now. */
  static List<Gap> between(List<TimePoint> points, Instant now) {
    List<Instant> moments = new ArrayList<>();
    points.stream()
        .filter(each -> each.kind() != TimePoint.Kind.TIP)
        .forEach(each -> moments.add(each.at()));
    if (moments.size() < NEIGHBOURS) {
      return List.of();
    }
    moments.add(now);
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < moments.size(); i++) {
      Duration here = Duration.between(moments.get(i - 1), moments.get(i));
      double usual =
          Math.max(
              median(moments, i - 1 - NEIGHBOURS, i - 1),
              median(moments, i, Math.min(i + NEIGHBOURS, moments.size() - 2)));
      if (usual > 0 && here.toMillis() > MOST * usual && here.compareTo(LEAST) > 0) {
        gaps.add(new Gap(moments.get(i - 1), moments.get(i)));
      }
    }
    return gaps;
  }

  /** What usually lies between neighbours; none if there are none. */
  private static double median(List<Instant> moments, int from, int to) {
    long[] spans = new long[Math.max(0, to - Math.max(0, from))];
    for (int i = 0; i < spans.length; i++) {
      int at = Math.max(0, from) + i;
      spans[i] = Duration.between(moments.get(at), moments.get(at + 1)).toMillis();
    }
    java.util.Arrays.sort(spans);
    return spans.length == 0 ? 0 : spans[spans.length / 2];
  }

  /** Whether a span lies in it as a whole. */
  boolean covers(Instant start, Instant end) {
    return !start.isBefore(from) && !end.isAfter(to);
  }

  /** How long it is. */
  Duration length() {
    return Duration.between(from, to);
  }
}
