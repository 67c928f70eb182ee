package org.nessiebackup.manifest.json;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

/** Says what is wrong with a document, and where, without the words of the library. */
public final class DocumentDefect {
  private static final int LONGEST = 200;

  private DocumentDefect() {}

  /** In words for people. */
  public static String describe(JacksonException e) {
    String original = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamReadException) {
      String what = original.startsWith("Duplicate") ? "a member stands twice" : "it is not JSON";
      return "%s (line %d)".formatted(what, e.getLocation().getLineNr());
    }
    return place(e) + " " + what(e, original);
  }

  private static String what(JacksonException e, String original) {
    if (original.startsWith("Missing")) {
      return "is missing";
    }
    if (original.startsWith("Null value") || original.startsWith("Cannot map `null`")) {
      return "is null";
    }
    // What a record of ours says when it refuses its values is for people.
    return e.getCause() instanceof IllegalArgumentException own && own.getMessage() != null
        ? "is refused: " + shortened(own.getMessage())
        : "has a value that cannot stand there";
  }

  /** Such as {@code tables[0].shape.name}. */
  private static String place(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(
                each ->
                    each.getPropertyName() == null
                        ? "[" + each.getIndex() + "]"
                        : "." + each.getPropertyName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "its content" : "\"" + path.replaceFirst("^\\.", "") + "\"";
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
  }
}
