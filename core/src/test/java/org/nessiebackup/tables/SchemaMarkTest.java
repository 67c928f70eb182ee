package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.tables.SchemaMark.Detail;
import org.nessiebackup.tables.SchemaMark.Purpose;

/**
 * The comments of our schemas: other versions read what we write, and we what they have written.
 */
class SchemaMarkTest {
  private static final String SCHEMA = "nessie_backup_kept_20261122t020000z_7f3a";
  private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

  /** What each version has written, by the moment at which it began to. */
  private static final List<String> WRITTEN =
      List.of(
          "nessie-backup: purpose=KEPT catalog=nessie at=2026-11-22T02%3A00%3A00Z"
              + " backup=20261122T010000Z-7f3a",
          "nessie-backup: purpose=KEPT catalog=nessie at=2026-11-22T02%3A00%3A00Z",
          "nessie-backup: purpose=STAGING catalog=odd+%22name%22+%25 at=2026-11-22T02%3A00%3A00Z"
              + " backup=20261122T010000Z-7f3a restore=20261122T020000Z-7f3a",
          "nessie-backup: purpose=KEPT catalog=nessie at=2026-11-22T02%3A00%3A00Z"
              + " backup=20261122T010000Z-7f3a restore=20261122T020000Z-7f3a cause=RESTORE"
              + " tables=objs2%2Crefs2",
          "nessie-backup: purpose=STAGED catalog=nessie at=2026-11-22T02%3A00%3A00Z"
              + " backup=20261122T010000Z-7f3a restore=20261122T020000Z-7f3a label=JDBC2"
              + " tables=refs2%2Cobjs2 rows=12 bytes=345 loading=PT1.5S checking=PT0.5S"
              + " views=MOVE loaded=ab12 replaces=cd34");

  @Test
  void whatEachVersionHasWrittenIsReadAndWrittenTheSameWay() {
    for (String text : WRITTEN) {
      assertThat(SchemaMark.parse(SCHEMA, text))
          .as(text)
          .hasValueSatisfying(
              mark -> {
                assertThat(mark.text()).isEqualTo(text);
                assertThat(mark.at()).isEqualTo(AT);
              });
    }
  }

  @Test
  void whatOldVersionsDidNotSayIsAbsent() {
    SchemaMark first = SchemaMark.parse(SCHEMA, WRITTEN.getFirst()).orElseThrow();
    assertThat(first.isKept()).isTrue();
    assertThat(first.catalogSchema()).isEqualTo("nessie");
    assertThat(first.tables()).isEmpty();
    assertThat(first.detail(Detail.RESTORE)).isEmpty();
    assertThat(first.detail(Detail.BACKUP)).contains("20261122T010000Z-7f3a");
  }

  @Test
  void detailsAreAddedAndNothingBreaksOutOfThem() {
    SchemaMark mark =
        new SchemaMark(SCHEMA, Purpose.STAGING, "a b=c%", AT)
            .with(Detail.BACKUP, "x y=z")
            .withTables(List.of("refs2", "objs2"));
    assertThat(SchemaMark.parse(SCHEMA, mark.text())).contains(mark);
    assertThat(mark.tables()).contains(List.of("refs2", "objs2"));
  }

  @Test
  void whatSomebodyHasEditedIsNotOurs() {
    for (String text :
        List.of(
            "nessie-backup:",
            "nessie-backup: purpose=KEPT catalog=nessie",
            "nessie-backup: purpose=MINE catalog=nessie at=2026-11-22T02%3A00%3A00Z",
            "nessie-backup: purpose=KEPT catalog=nessie at=yesterday",
            "nessie-backup: purpose=KEPT catalog=% at=2026-11-22T02%3A00%3A00Z")) {
      assertThat(SchemaMark.parse(SCHEMA, text)).as(text).isEmpty();
    }
  }

  @Test
  void detailsOfANewerVersionArePassedOver() {
    assertThat(SchemaMark.parse(SCHEMA, WRITTEN.getFirst() + " color=red"))
        .isEqualTo(SchemaMark.parse(SCHEMA, WRITTEN.getFirst()));
  }
}
