package org.nessiebackup.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of docs/json-output.md are those of the shapes; only the meanings are by hand. */
class JsonOutputDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "json-output.md");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| (.+) \\|");

  /** A backup has a section of its own, to which the others point. */
  private static final List<Shape.Member> BACKUP = ManifestJson.SUMMARY.members();

  private static final List<String> BACKUP_PLACES = List.of("backup.", "backups[].");

  private static final Map<String, Shape<?>> SECTIONS = sections();

  private static Map<String, Shape<?>> sections() {
    Map<String, Shape<?>> sections = new HashMap<>();
    sections.put("object: backup", ManifestJson.SUMMARY);
    CommandShapes.ALL.forEach((command, shape) -> sections.put("command: " + command, shape));
    return sections;
  }

  @Test
  void tablesListTheMembersOfTheShapes() throws IOException {
    String written = Files.readString(DOCUMENT);
    String made = made(written.lines().toList());
    if (Boolean.getBoolean("report.rewrite")) {
      Files.writeString(DOCUMENT, made);
    }
    assertThat(made)
        .as("after a change of a report: mvn -pl report -am verify -Dreport.rewrite=true")
        .isEqualTo(Files.readString(DOCUMENT));
    assertThat(made).as("members without a meaning").doesNotContain("| ? |");
  }

  @Test
  void everySectionIsInTheDocument() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    assertThat(SECTIONS.keySet()).allSatisfy(name -> assertThat(lines).contains("## " + name));
  }

  private static String made(List<String> lines) {
    List<String> out = new ArrayList<>();
    for (int at = 0; at < lines.size(); ) {
      String line = lines.get(at);
      out.add(line);
      at++;
      if (!line.startsWith("## ") || !SECTIONS.containsKey(line.substring(3))) {
        continue;
      }
      while (!lines.get(at).startsWith("|---")) {
        out.add(lines.get(at++));
      }
      out.add(lines.get(at++));
      Map<String, String> meanings = new HashMap<>();
      for (Matcher row = ROW.matcher(lines.get(at));
          row.matches();
          row = ROW.matcher(at < lines.size() ? lines.get(at) : "")) {
        meanings.put(row.group(1), row.group(3));
        at++;
      }
      String section = line.substring(3);
      rows(section, SECTIONS.get(section)).forEach(row -> out.add(row.with(meanings)));
    }
    return String.join("\n", out) + "\n";
  }

  private record Row(String path, String type) {
    String with(Map<String, String> meanings) {
      return "| `%s` | %s | %s |".formatted(path, type, meanings.getOrDefault(path, "?"));
    }
  }

  private static List<Row> rows(String section, Shape<?> shape) {
    List<Row> rows = new ArrayList<>();
    Set<String> pointedTo = new HashSet<>();
    for (Shape.Member member : shape.members()) {
      for (String place : BACKUP_PLACES) {
        if (!section.startsWith("object:")
            && member.path().equals(place + "id")
            && has(shape, place, "snapshot_at")
            && has(shape, place, "source.kind")) {
          rows.add(new Row(place.substring(0, place.length() - 1), "backup"));
          BACKUP.forEach(each -> pointedTo.add(place + each.path()));
        }
      }
      if (!pointedTo.contains(member.path())) {
        String type = member.type().name().toLowerCase(Locale.ROOT);
        rows.add(new Row(member.path(), type + (member.optional() ? ", optional" : "")));
      }
    }
    return rows;
  }

  private static boolean has(Shape<?> shape, String place, String member) {
    return shape.members().stream().anyMatch(each -> each.path().equals(place + member));
  }
}
