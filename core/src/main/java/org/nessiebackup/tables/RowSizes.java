package org.nessiebackup.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * How large the rows of a table are, by the pages they lie in. The server knows the size of a value
 * without reading it, so that a table of gigabytes is measured in the time that its pages take.
 */
record RowSizes(Session session, String schema, TableDescription table) {
  /** From this version on the server reads only the pages that a condition on ctid names. */
  private static final int READS_PAGES = 140_000;

  /** So fine that a stretch is wrong by a few hundredths. */
  private static final int PARTS_PER_RANGE = 16;

  private static final int MOST_PARTS = 256;

  /**
   * Cuts the table into ranges of about as many bytes of rows.
   *
   * @param count how many, if there are as many pages
   */
  List<PageRange> equalRanges(int count) {
    if (count == 1 || table.pages() <= count || !session.isAtLeast(READS_PAGES)) {
      return PageRange.cut(table.pages(), count);
    }
    List<PageRange> parts =
        PageRange.cut(table.pages(), Math.min(count * PARTS_PER_RANGE, MOST_PARTS));
    return join(parts, bytes(parts), count);
  }

  /**
   * Joins neighbours to ranges of about as many bytes.
   *
   * @param bytes of each part
   */
  static List<PageRange> join(List<PageRange> parts, List<Long> bytes, int count) {
    long total = bytes.stream().mapToLong(Long::longValue).sum();
    List<PageRange> ranges = new ArrayList<>();
    long from = 0;
    long before = 0;
    for (int i = 0; i < parts.size(); i++) {
      before += bytes.get(i);
      boolean full = before >= total * (ranges.size() + 1) / count;
      if (i + 1 == parts.size()) {
        ranges.add(new PageRange(from, PageRange.OPEN));
      } else if (full && ranges.size() + 1 < count) {
        ranges.add(new PageRange(from, parts.get(i).to()));
        from = parts.get(i).to();
      }
    }
    return List.copyOf(ranges);
  }

  private List<Long> bytes(List<PageRange> parts) {
    TableShape shape = table.shape();
    String size = LargeRows.size(shape);
    String name = Sql.name(schema, shape.name());
    String sql =
        IntStream.range(0, parts.size())
            .mapToObj(
                i ->
                    "SELECT %d AS part, coalesce(sum(%s), 0)::bigint AS bytes FROM ONLY %s WHERE %s"
                        .formatted(i, size.isEmpty() ? "1" : size, name, parts.get(i).condition()))
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY part"));
    return session.query(
        "measure table \"" + shape.name() + "\"", sql, row -> row.getLong("bytes"));
  }
}
