package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
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
    assertThat(new TextPage().table(table).lines())
        .containsExactly("NAME        ROWS", "a          1,000", "long name      7  x");
  }

  @Test
  void aTableWithTooLittleRoomLeavesOutAndCutsWhatItMay() {
    Table table =
        new Table("NAME", "SIZE>", "ROWS>", "NOTE")
            .dispensable("SIZE", "ROWS")
            .narrower("NOTE", 6)
            .row("売上", "1.0 GiB", "1,000", "a word or two about it")
            .row("main", "3 B", "7", "short");
    assertThat(page(60).table(table).lines())
        .containsExactly(
            "NAME     SIZE   ROWS  NOTE",
            "売上  1.0 GiB  1,000  a word or two about it",
            "main      3 B      7  short");
    assertThat(page(30).table(table).lines())
        .containsExactly(
            "NAME     SIZE   ROWS  NOTE",
            "売上  1.0 GiB  1,000  a word…",
            "main      3 B      7  short");
    assertThat(page(22).table(table).lines())
        .containsExactly("NAME   ROWS  NOTE", "売上  1,000  a word o…", "main      7  short");
    assertThat(page(12).table(table).lines())
        .containsExactly("NAME  NOTE", "売上  a wor…", "main  short");
    assertThat(page(5).table(table).lines()).containsExactly("NAME…", "売上…", "main…");
  }

  @Test
  void aColumnInWhichNothingStandsIsLeftOut() {
    Table table = new Table("NAME", "MARKS", "ROWS>").row("a", "", "1").row("b", "", "2");
    assertThat(new TextPage().table(table).lines())
        .containsExactly("NAME  ROWS", "a        1", "b        2");
  }

  @Test
  void longLinesGoOnBelowWhereTheirTextBegan() {
    assertThat(page(30).field("size", "one two three four five six").lines())
        .containsExactly("  size        one two three", "              four five six");
    assertThat(page(30).state(Tone.GOOD, "ok", 6, "one two three four five six").lines())
        .containsExactly("ok    one two three four five", "      six");
    assertThat(page(30).line("  a plain line that has no room").lines())
        .containsExactly("  a plain line that has no", "  room");
  }

  @Test
  void aWordThatHasNoRoomStaysWhole() {
    String path = "/a/path/that/is/longer/than/the/terminal/is/wide";
    assertThat(page(30).field("file", path).lines()).containsExactly("  file        " + path);
    assertThat(page(40).field("file", "is 0123456789012345678901234567890").lines())
        .containsExactly("  file        is", "         0123456789012345678901234567890");
  }

  private static TextPage page(int columns) {
    return new TextPage(columns, UnaryOperator.identity());
  }

  @Test
  void countsHaveSeparatorsAndGrammar() {
    assertThat(Text.count(1, "row")).isEqualTo("1 row");
    assertThat(Text.count(43210, "row")).isEqualTo("43,210 rows");
    assertThat(Text.ratio(410, 5)).isEqualTo("82 x smaller");
    assertThat(Text.ratio(5, 5)).isEmpty();
  }
}
