package org.nessiebackup.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The chart's README: what is written by hand, and a table made from {@code values.yaml}. */
final class ChartReadme {
  private static final String BEGIN = "<!-- values: made from values.yaml by a test -->\n";
  private static final String END = "<!-- end of values -->\n";
  private static final Pattern VALUE = Pattern.compile("^( *)([\\w.]+):(?: (.*))?$");

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
        values().stream()
            .map(
                each ->
                    "| `%s` | `%s` | %s |\n"
                        .formatted(each.name(), each.fallback(), each.meaning()))
            .collect(Collectors.joining());
    return before + "\n| value | default | meaning |\n| --- | --- | --- |\n" + rows + "\n" + after;
  }

  /** A value with the comment above it. */
  private record Value(String name, String fallback, String meaning) {}

  /** A section that the reader is in, and how far its name is indented. */
  private record Section(int indent, String name) {}

  private static List<Value> values() throws IOException {
    List<String> lines = Files.readAllLines(Chart.folder().resolve("values.yaml"));
    List<Value> values = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    Deque<Section> sections = new ArrayDeque<>();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      Matcher value = VALUE.matcher(line);
      if (line.strip().startsWith("#")) {
        comment.add(line.strip().substring(1).strip());
      } else if (value.matches()) {
        int indent = value.group(1).length();
        while (!sections.isEmpty() && sections.peekLast().indent() >= indent) {
          sections.removeLast();
        }
        sections.addLast(new Section(indent, value.group(2)));
        String meaning = escaped(String.join(" ", comment));
        comment.clear();
        boolean isSection = value.group(3) == null && !isList(lines, at + 1);
        if (!isSection || !meaning.isEmpty()) {
          String fallback = value.group(3) == null ? "…" : escaped(value.group(3));
          values.add(new Value(path(sections), fallback, meaning));
        }
      } else {
        comment.clear();
      }
    }
    return values;
  }

  private static boolean isList(List<String> lines, int next) {
    return next < lines.size() && lines.get(next).strip().startsWith("- ");
  }

  private static String path(Deque<Section> sections) {
    return sections.stream().map(Section::name).collect(Collectors.joining("."));
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
