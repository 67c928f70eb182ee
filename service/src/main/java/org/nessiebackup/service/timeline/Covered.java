package org.nessiebackup.service.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time of which every moment can be restored.
 *
 * @param from its begin
 * @param to its end
 */
public record Covered(Instant from, Instant to) {
  /** What is left of gaps, but for what is too short to be one. */
  public static List<Gap> leave(List<Gap> gaps, List<Covered> covered) {
    List<Gap> left = gaps;
    for (Covered each : covered) {
      left = left.stream().flatMap(gap -> each.leave(gap).stream()).toList();
    }
    return left;
  }

  private List<Gap> leave(Gap gap) {
    if (!from.isBefore(gap.to()) || !to.isAfter(gap.from())) {
      return List.of(gap);
    }
    List<Gap> left = new ArrayList<>();
    if (gap.from().isBefore(from)) {
      left.add(new Gap(gap.from(), from));
    }
    if (gap.to().isAfter(to)) {
      left.add(new Gap(to, gap.to()));
    }
    return left.stream().filter(Gap::isLong).toList();
  }

  /** Whether it has anything of a span. */
  boolean touches(Instant start, Instant end) {
    return from.isBefore(end) && to.isAfter(start);
  }
}
