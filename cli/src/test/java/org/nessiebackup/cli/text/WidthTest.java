package org.nessiebackup.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthTest {
  @ParameterizedTest
  @CsvSource({
    "main, 4",
    "größe, 5",
    "Ωδός, 4",
    "売上, 4",
    "ｾｰﾙｽ, 4",
    "ひらがな, 8",
    "주문, 4",
    "（全角）, 8",
    "🚀, 2",
    "✅ ok, 5",
    "e\u0301, 1",
    "שלום, 4",
    "…, 1"
  })
  void lettersTakeAsManyColumnsAsATerminalGivesThem(String text, int columns) {
    assertThat(Width.of(text)).isEqualTo(columns);
  }

  @Test
  void whatIsCutHasRoomAndSaysSo() {
    assertThat(Width.cut("main", 4)).isEqualTo("main");
    assertThat(Width.cut("feature", 4)).isEqualTo("fea…");
    assertThat(Width.cut("売上高", 4)).isEqualTo("売…");
    assertThat(Width.of(Width.cut("🚀🚀🚀", 5))).isEqualTo(5);
    assertThat(Width.cut("two words", 5)).isEqualTo("two…");
  }

  @Test
  void columnsOfATableStandBelowEachOther() {
    assertThat(Width.padded("売上", 6) + "|").isEqualTo("売上  |");
    assertThat(Width.paddedLeft("売上", 6) + "|").isEqualTo("  売上|");
    assertThat(Width.padded("too long", 3)).isEqualTo("too long");
  }
}
