package org.nessiebackup.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Text of others on a terminal. */
class PrintableTest {
  /** What moves the cursor, turns letters round, begins a line, or cannot be seen. */
  private static final String HOSTILE =
      "\u0000\u0007\b\t\n\r\u001b\u007f\u0085\u009b\u200b\u200e\u200f\u2028\u2029\u202a\u202b"
          + "\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ud800";

  @Test
  void aLineShowsNothingThatIsNotItself() {
    String shown = Printable.line("a" + HOSTILE + "b");
    assertThat(shown).isEqualTo("a" + "\ufffd".repeat(HOSTILE.length()) + "b");
    assertThat(Printable.line("tag\udb40\udc41")).isEqualTo("tag\ufffd");
  }

  @Test
  void lettersOfAllScriptsStay() {
    String text = "grün – 表 ñ עברית العربية 😀 \"x\" <y>";
    assertThat(Printable.line(text)).isEqualTo(text);
    assertThat(Printable.json(text)).isEqualTo(text);
  }

  @Test
  void aMessageIsOneLineWhateverItQuotes() {
    assertThat(Printable.message("ERROR: no\n  Detail: a\r\nerror: forged\u2028x "))
        .isEqualTo("ERROR: no Detail: a error: forged\ufffdx");
  }

  @Test
  void jsonSaysTheSameInHarmlessCharacters() {
    String all =
        IntStream.rangeClosed(0, 0xffff)
            .filter(each -> !Character.isSurrogate((char) each))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .append("\udb40\udc41")
            .toString();
    String written = JsonMapper.shared().createObjectNode().put("name", all).toString();
    String shown = Printable.json(written);
    assertThat(shown.codePoints().filter(Printable::isUnsafe)).isEmpty();
    assertThat(JsonMapper.shared().readTree(shown).path("name").asString()).isEqualTo(all);
  }

  @Test
  void halfACharacterIsAnEscapeInJson() {
    assertThat(Printable.json("\"a\ud800b\"")).isEqualTo("\"a\\ud800b\"");
  }
}
