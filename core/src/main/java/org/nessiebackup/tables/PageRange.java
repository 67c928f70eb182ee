package org.nessiebackup.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Neighbouring pages of a table.
 *
 * @param from the first page, from 0
 * @param to the page after the last, or {@link #OPEN}
 */
public record PageRange(long from, long to) {
  /** No end. */
  public static final long OPEN = Long.MAX_VALUE;

  /** All pages. */
  public static final PageRange ALL = new PageRange(0, OPEN);

  /**
   * Cuts pages into ranges of as many each. The last one has no end: pages that are added later
   * hold nothing that an earlier snapshot sees, and cost nothing.
   *
   * @param count how many, if there are as many pages; one at least
   */
  static List<PageRange> cut(long pages, int count) {
    long parts = Math.clamp(pages, 1, Math.max(1, count));
    return LongStream.range(0, parts)
        .mapToObj(
            i -> new PageRange(pages * i / parts, i + 1 == parts ? OPEN : pages * (i + 1) / parts))
        .toList();
  }

  /**
   * The condition on {@code ctid}; from version 14 the server reads just these pages, version 13
   * passes over the others.
   */
  String condition() {
    List<String> conditions = new ArrayList<>();
    if (from > 0) {
      conditions.add("ctid >= '(" + from + ",0)'::tid");
    }
    if (to != OPEN) {
      conditions.add("ctid < '(" + to + ",0)'::tid");
    }
    return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
  }
}
