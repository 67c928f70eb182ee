package org.nessiebackup.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** The schemas of summaries in docs/openapi.yaml are made from the shapes, word for word. */
class OpenApiSchemasTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "openapi.yaml");
  private static final Path MEANINGS = Path.of("..", "docs", "json-output.md");
  private static final String BEGIN =
      "    # Made from the reports' shapes, from here to the end.\n";
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| (.+) \\|");
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

  /** Those that the service executes, or answers as. */
  private static final Pattern SERVED =
      Pattern.compile(
          "(backup|show|verify|drill|restore|restore-ref|restore-table|undo|refs|log|ls|cat|diff"
              + "|find-change|status|prune|keep|copy|check)( .*)?|list --tips|list --journal");

  @Test
  void schemasOfSummariesAreThoseOfTheShapes() throws IOException {
    String written = Files.readString(DOCUMENT);
    int begin = written.indexOf(BEGIN);
    assertThat(begin).as("the line where they begin").isPositive();
    String made = written.substring(0, begin) + BEGIN + schemas(meanings());
    if (Boolean.getBoolean("report.rewrite")) {
      Files.writeString(DOCUMENT, made);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("after a change of a report: mvn -pl report -am verify -Dreport.rewrite=true")
        .isEqualTo(made);
  }

  private static String schemas(Map<String, Map<String, String>> meanings) {
    return new TreeMap<>(CommandShapes.ALL)
        .entrySet().stream()
            .filter(entry -> SERVED.matcher(entry.getKey()).matches())
            .map(entry -> summary(entry.getKey(), entry.getValue(), meanings))
            .collect(Collectors.joining());
  }

  /** {@code restore-ref --dry-run} is the schema RestoreRefPlan. */
  private static String name(String command) {
    boolean plan = command.endsWith(" --dry-run");
    return Stream.of(command.replace(" --dry-run", "").split("[ -]+", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining())
        + (plan ? "Plan" : "Summary");
  }

  private static String summary(
      String command, Shape<?> shape, Map<String, Map<String, String>> meanings) {
    Node root = new Node();
    Map<String, String> own = meanings.getOrDefault("command: " + command, Map.of());
    Map<String, String> backup = meanings.get("object: backup");
    for (Shape.Member member : shape.members()) {
      String inner = member.path().replaceFirst("^backups?(\\[])?\\.", "");
      root.add(member, own.getOrDefault(member.path(), backup.getOrDefault(inner, "")));
    }
    StringBuilder yaml = new StringBuilder();
    yaml.append("    %s:\n      type: object\n".formatted(name(command)));
    yaml.append("      description: The summary of `%s`.\n".formatted(command));
    yaml.append(
        "      required: [message_type, command, exit_code%s]\n"
            .formatted(root.required().stream().map(", "::concat).collect(Collectors.joining())));
    yaml.append("      properties:\n");
    yaml.append("        message_type: {const: summary}\n");
    yaml.append("        command: {const: %s}\n".formatted(command.replaceFirst(" .*", "")));
    yaml.append("        exit_code: {type: integer}\n");
    root.properties("        ", yaml);
    return yaml.toString();
  }

  /** A member: one of the three types, or an object, or an array of either. */
  private static final class Node {
    private final Map<String, Node> members = new LinkedHashMap<>();
    private String type = "object";
    private String meaning = "";
    private boolean array;
    private boolean optional = true;

    void add(Shape.Member member, String meaning) {
      Node at = this;
      for (String part : member.path().split("\\.", -1)) {
        Node next =
            at.members.computeIfAbsent(part.replaceFirst("\\[]$", ""), unused -> new Node());
        next.array = part.endsWith("[]");
        next.optional &= member.optional();
        at = next;
      }
      at.type = member.type().name().toLowerCase(Locale.ROOT);
      at.meaning = meaning;
    }

    List<String> required() {
      return members.entrySet().stream()
          .filter(entry -> !entry.getValue().optional)
          .map(Map.Entry::getKey)
          .toList();
    }

    void properties(String indent, StringBuilder yaml) {
      members.forEach((name, node) -> yaml.append(indent).append(name).append(node.yaml(indent)));
    }

    private String yaml(String indent) {
      if (members.isEmpty()) {
        String text = LINK.matcher(meaning).replaceAll("$1");
        String described = JsonNodeFactory.instance.stringNode(text).toString();
        return (array
                ? ": {type: array, items: {type: %s}, description: %s}\n"
                : ": {type: %s, description: %s}\n")
            .formatted(type, described);
      }
      StringBuilder yaml = new StringBuilder(":\n");
      String own = indent + "  ";
      if (array) {
        yaml.append(own).append("type: array\n").append(own).append("items:\n");
        own += "  ";
      }
      yaml.append(own).append("type: object\n");
      if (!required().isEmpty()) {
        yaml.append(own).append("required: [%s]\n".formatted(String.join(", ", required())));
      }
      yaml.append(own).append("properties:\n");
      properties(own + "  ", yaml);
      return yaml.toString();
    }
  }

  /** By section and path. */
  private static Map<String, Map<String, String>> meanings() throws IOException {
    Map<String, Map<String, String>> meanings = new HashMap<>();
    String section = "";
    for (String line : Files.readAllLines(MEANINGS)) {
      Matcher row = ROW.matcher(line);
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (row.matches()) {
        meanings
            .computeIfAbsent(section, unused -> new HashMap<>())
            .put(row.group(1), row.group(3));
      }
    }
    return meanings;
  }
}
