package org.nessiebackup.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The chart's README: what is written by hand, and a table made from {@code values.yaml}. */
final class ChartReadme {
  private static final String BEGIN = "<!-- values: made from values.yaml by a test -->\n";
  private static final String END = "<!-- end of values -->\n";

  private ChartReadme() {}

  static Path file() {
    return Chart.folder().resolve("README.md");
  }

  /**
   * What the file is to hold: the text around the table as it is, the table made from the values.
   */
  static String rendered() throws IOException {
    String text = Files.readString(file());
    String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    String after = text.substring(text.indexOf(END));
    String rows =
        ChartValues.read().stream()
            .filter(each -> !each.section() || !each.comment().isEmpty())
            .map(
                each ->
                    "| `%s` | `%s` | %s |\n"
                        .formatted(each.path(), escaped(each.fallback()), escaped(each.comment())))
            .collect(Collectors.joining());
    return before + "\n| value | default | meaning |\n| --- | --- | --- |\n" + rows + "\n" + after;
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
