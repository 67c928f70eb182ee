package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048500, 1023.9 KiB",
    "1048575, 1.0 MiB",
    "9332326, 8.9 MiB",
    "9223372036854775807, 8.0 EiB"
  })
  void sizesAreShortAndBinary(long bytes, String text) {
    assertThat(Text.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00 s",
    "830, 0.83 s",
    "9994, 9.99 s",
    "9996, 10.0 s",
    "41234, 41.2 s",
    "59960, 1 min 0 s",
    "192000, 3 min 12 s",
    "18120000, 5 h 2 min"
  })
  void spansAreAsExactAsTheyAreShort(long millis, String text) {
    assertThat(Text.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void timesSayThatTheyAreUtc() {
    assertThat(Text.time(Instant.parse("2026-11-22T02:03:04.9Z")))
        .isEqualTo("2026-11-22 02:03:04 UTC");
    assertThat(Json.time(Instant.parse("2026-11-22T02:03:04.123456Z")))
        .isEqualTo("2026-11-22T02:03:04.123Z");
  }

  @Test
  void tablesAreAsWideAsTheyHaveToBe() {
    Table table = new Table("NAME", "ROWS>", "").row("a", "1,000").row("long name", "7", "x");
    assertThat(table.lines())
        .containsExactly("NAME        ROWS", "a          1,000", "long name      7  x");
  }

  @Test
  void countsHaveSeparatorsAndGrammar() {
    assertThat(Text.count(1, "row")).isEqualTo("1 row");
    assertThat(Text.count(43210, "row")).isEqualTo("43,210 rows");
    assertThat(Text.ratio(410, 5)).isEqualTo("82 x smaller");
    assertThat(Text.ratio(5, 5)).isEmpty();
  }
}
