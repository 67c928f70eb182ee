package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.testing.TestDatabase;

class RowSizesTest {
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void rangesShareTheBytesAndNotThePages() throws IOException {
    // Values that lie outside of the pages, larger from row to row.
    database.execute(
        "TRUNCATE nessie.objs2",
        "ALTER TABLE nessie.objs2 ALTER obj_value SET STORAGE EXTERNAL",
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) SELECT repeat('r', 400),"
            + " int4send(i), 'value', decode(repeat('c0', 10 * i), 'hex')"
            + " FROM generate_series(1, 2000) AS i",
        "VACUUM nessie.objs2");
    try (Session session = database.database().open(new Cancellation())) {
      TableDescription table = TableInspector.inspect(session, "nessie", "objs2").orElseThrow();
      RowCount whole = count(session, table, PageRange.ALL);

      List<PageRange> ranges = new RowSizes(session, "nessie", table).equalRanges(3);

      List<Long> bytes = new ArrayList<>();
      RowCount sum = RowCount.NONE;
      for (PageRange range : ranges) {
        bytes.add(bytes(session, table, range));
        sum = sum.plus(count(session, table, range));
      }
      assertThat(sum).isEqualTo(whole);
      assertThat(ranges).hasSize(3);
      assertThat(Collections.max(bytes)).isLessThan(Collections.min(bytes) * 5 / 4);
    }
  }

  private static RowCount count(Session session, TableDescription table, PageRange range)
      throws IOException {
    RowCounter counter = new RowCounter(table.shape().columns().size());
    TableReader.read(session, "nessie", table.shape(), range, counter);
    return counter.finish();
  }

  private static long bytes(Session session, TableDescription table, PageRange range)
      throws IOException {
    long[] bytes = new long[1];
    TableReader.read(
        session, "nessie", table.shape(), range, (piece, offset, length) -> bytes[0] += length);
    return bytes[0];
  }

  @Test
  void partsAreJoinedWhereAShareIsFull() {
    List<PageRange> parts = PageRange.cut(8, 8);
    assertThat(RowSizes.join(parts, List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 5L), 3))
        .containsExactly(new PageRange(0, 4), new PageRange(4, PageRange.OPEN));
    assertThat(RowSizes.join(parts, List.of(5L, 1L, 1L, 1L, 1L, 1L, 1L, 1L), 3))
        .containsExactly(
            new PageRange(0, 1), new PageRange(1, 4), new PageRange(4, PageRange.OPEN));
  }

  @Test
  void emptyPartsBelongToSomeRange() {
    List<PageRange> parts = PageRange.cut(4, 4);
    assertThat(RowSizes.join(parts, List.of(0L, 0L, 0L, 0L), 2))
        .containsExactly(new PageRange(0, 1), new PageRange(1, PageRange.OPEN));
    assertThat(RowSizes.join(parts, List.of(9L, 0L, 0L, 0L), 2))
        .containsExactly(new PageRange(0, 1), new PageRange(1, PageRange.OPEN));
  }

  @Test
  void aTableOfFewPagesIsCutIntoNoMoreThanThose() {
    assertThat(PageRange.cut(0, 4)).containsExactly(PageRange.ALL);
    assertThat(PageRange.cut(1, 4)).containsExactly(PageRange.ALL);
    assertThat(PageRange.cut(2, 4))
        .containsExactly(new PageRange(0, 1), new PageRange(1, PageRange.OPEN));
    assertThat(PageRange.cut(10, 0)).containsExactly(PageRange.ALL);
  }
}
