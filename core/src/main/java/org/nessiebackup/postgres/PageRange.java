package org.nessiebackup.postgres;

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
   * The condition on {@code ctid}; from version 14 the server reads just these pages, version 13
   * passes over the others.
   */
  String condition() {
    StringBuilder condition = new StringBuilder();
    if (from > 0) {
      condition.append(" WHERE ctid >= '(").append(from).append(",0)'::tid");
    }
    if (to != OPEN) {
      condition
          .append(from > 0 ? " AND" : " WHERE")
          .append(" ctid < '(")
          .append(to)
          .append(",0)'::tid");
    }
    return condition.toString();
  }
}
