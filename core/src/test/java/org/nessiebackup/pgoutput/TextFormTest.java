package org.nessiebackup.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormTest {
  private static Optional<String> binary(long type, String text) {
    return TextForm.binary(type, text.getBytes(StandardCharsets.UTF_8))
        .map(HexFormat.of()::formatHex);
  }

  @ParameterizedTest
  @CsvSource({
    "16, t, 01",
    "16, f, 00",
    "17, \\x00ff, 00ff",
    "17, \\x, ''",
    "20, -2, fffffffffffffffe",
    "21, 258, 0102",
    "23, -1, ffffffff",
    "25, ä, c3a4",
    "1043, '', ''"
  })
  void valueIsAsItIsStored(long type, String text, String hex) {
    assertThat(binary(type, text)).contains(hex);
  }

  @Test
  void textOfAnotherTypeOrFormIsNotGuessed() {
    assertThat(binary(1700, "1.5")).isEmpty();
    assertThat(binary(17, "\\000abc")).isEmpty();
    assertThat(binary(17, "\\x0")).isEmpty();
    assertThat(binary(20, "many")).isEmpty();
  }
}
