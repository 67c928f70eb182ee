package org.nessiebackup.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Compares documents with what docs/json-output.md promises. */
public final class JsonContract {
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| (\\w+)(, optional)? \\| .+ \\|");
  private static final Path DOCUMENT = Path.of("..", "docs", "json-output.md");

  private final Map<String, Map<String, Member>> sections = new LinkedHashMap<>();

  private record Member(String type, boolean optional) {}

  /** Reads them. */
  public static JsonContract read() {
    JsonContract contract = new JsonContract();
    String section = "";
    try {
      for (String line : Files.readAllLines(DOCUMENT)) {
        if (line.startsWith("## ")) {
          section = line.substring(3);
        }
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          contract
              .sections
              .computeIfAbsent(section, name -> new LinkedHashMap<>())
              .put(row.group(1), new Member(row.group(2), row.group(3) != null));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contract;
  }

  /** A summary has all members that its command promises, and no others. */
  public void holdsFor(JsonNode summary, String command) {
    Map<String, Member> expected = new LinkedHashMap<>(section("summary"));
    section("command: " + command).forEach((name, member) -> add(name, member, expected));
    check(summary, expected);
  }

  /** The same for the other documents. */
  public void holdsForMessage(JsonNode document) {
    check(document, section(document.path("message_type").asString()));
  }

  private void check(JsonNode document, Map<String, Member> expected) {
    Map<String, String> actual = new LinkedHashMap<>();
    collect("", document, actual);
    assertThat(expected.keySet()).as("documented members").containsAll(actual.keySet());
    Set<String> missing = new TreeSet<>();
    expected.forEach(
        (name, member) -> {
          if (!member.optional() && !actual.containsKey(name) && !inEmptyArray(name, document)) {
            missing.add(name);
          }
          if (actual.containsKey(name)) {
            assertThat(actual.get(name)).as(name).isEqualTo(member.type());
          }
        });
    assertThat(missing).as("members missing in " + document).isEmpty();
  }

  private Map<String, Member> section(String name) {
    assertThat(sections).containsKey(name);
    return sections.get(name);
  }

  /** A member whose type is "backup" stands for all members of that object. */
  private void add(String name, Member member, Map<String, Member> target) {
    if (member.type().equals("backup")) {
      section("object: backup").forEach((inner, type) -> target.put(name + "." + inner, type));
    } else {
      target.put(name, member);
    }
  }

  private static boolean inEmptyArray(String name, JsonNode document) {
    JsonNode at = document;
    for (String part : name.split("\\.", -1)) {
      JsonNode next = at.path(part.replace("[]", ""));
      if (part.endsWith("[]")) {
        if (next.isEmpty()) {
          return true;
        }
        next = next.get(0);
      }
      at = next;
    }
    return false;
  }

  private static void collect(String path, JsonNode node, Map<String, String> target) {
    if (node.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.propertyStream()
          .forEach(property -> collect(prefix + property.getKey(), property.getValue(), target));
    } else if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, target));
    } else {
      target.put(path, type(node));
    }
  }

  private static String type(JsonNode node) {
    if (node.isNumber()) {
      return "number";
    }
    return node.isBoolean() ? "boolean" : "string";
  }
}
