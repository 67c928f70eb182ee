package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * The name of a table, view or namespace: {@code sales.eu.orders}. Written as Nessie writes it: if
 * an element holds a dot, the text begins with a dot, and {@code *.} stands for a dot in an
 * element, {@code **} for a star. Ordered by elements.
 *
 * @param elements from the outermost namespace to the name; at least one
 */
public record ContentKey(List<String> elements) implements Comparable<ContentKey> {

  /** Refuses a key of nothing. */
  public ContentKey {
    elements = List.copyOf(elements);
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one element");
    }
  }

  /** A key of these elements. */
  public static ContentKey of(String... elements) {
    return new ContentKey(List.of(elements));
  }

  /**
   * Reads what people and Nessie write.
   *
   * @throws BackupException {@link Failure#USAGE}
   */
  public static ContentKey parse(String text) {
    boolean quoted = text.startsWith(".");
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    for (int i = quoted ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        elements.add(element.toString());
        element.setLength(0);
      } else if (quoted && c == '*') {
        i++;
        element.append(unquoted(text, i));
      } else {
        // In texts of Nessie's older API this character stands for a dot in an element.
        element.append(c == '\u001D' ? '.' : c);
      }
    }
    elements.add(element.toString());
    if (elements.contains("")) {
      throw malformed(text);
    }
    return new ContentKey(elements);
  }

  private static char unquoted(String text, int position) {
    char c = position < text.length() ? text.charAt(position) : ' ';
    return switch (c) {
      case '.', '*' -> c;
      case '{' -> '/';
      case '}' -> '\\';
      case '[' -> '%';
      default -> throw malformed(text);
    };
  }

  private static BackupException malformed(String text) {
    return Failure.USAGE.exception(
        "\"%s\" is not the name of a table, view or namespace".formatted(text),
        "Write names with dots between them, such as sales.orders. If a name holds a dot itself,"
            + " begin with a dot, and write *. for it: .sales.v1*.2.orders");
  }

  /** Whether it is the other one or lies below it. */
  public boolean isWithin(ContentKey other) {
    int length = other.elements.size();
    return elements.size() >= length && elements.subList(0, length).equals(other.elements);
  }

  @Override
  public int compareTo(ContentKey other) {
    int shared = Math.min(elements.size(), other.elements.size());
    for (int i = 0; i < shared; i++) {
      int order = elements.get(i).compareTo(other.elements.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(elements.size(), other.elements.size());
  }

  /** As Nessie writes it, which {@link #parse} reads. */
  @Override
  public String toString() {
    if (elements.stream().noneMatch(element -> element.contains("."))) {
      return String.join(".", elements);
    }
    return elements.stream()
        .map(element -> "." + element.replace("*", "**").replace(".", "*."))
        .collect(Collectors.joining());
  }
}
