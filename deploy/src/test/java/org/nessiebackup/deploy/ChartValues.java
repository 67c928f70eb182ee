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

/** The chart's values, in the order of the file, each with the comment above it. */
final class ChartValues {
  private static final Pattern VALUE = Pattern.compile("^( *)([\\w.]+):(?: (.*))?$");

  private ChartValues() {}

  /**
   * A value, or a section of values.
   *
   * @param path with dots between sections
   * @param fallback its default as it is written; "…" where it takes lines of its own
   * @param section whether there are only values below it
   * @param comment what stands above it; empty if nothing does
   */
  record Value(String path, String fallback, boolean section, String comment) {}

  /** A section that the reader is in, and how far its name is indented. */
  private record Section(int indent, String name) {}

  static Path file() {
    return Chart.folder().resolve("values.yaml");
  }

  static List<Value> read() throws IOException {
    List<String> lines = Files.readAllLines(file());
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
        boolean isSection = value.group(3) == null && !isList(lines, at + 1);
        String fallback = value.group(3) == null ? "…" : value.group(3);
        values.add(new Value(path(sections), fallback, isSection, String.join(" ", comment)));
        comment.clear();
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
}
