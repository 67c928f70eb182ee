package org.nessiebackup.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The conventions of the JSON form: times as RFC 3339 in UTC, spans in seconds, sizes in bytes. */
public final class Json {
  private Json() {}

  /** A document of a kind. */
  public static ObjectNode message(String type) {
    return JsonNodeFactory.instance.objectNode().put("message_type", type);
  }

  /** What a command's summary says, as a document for a file. */
  public static String document(String command, int exitCode, Consumer<ObjectNode> summary) {
    ObjectNode document = message("summary").put("command", command).put("exit_code", exitCode);
    summary.accept(document);
    return document.toPrettyString() + "\n";
  }

  /** A moment, to the millisecond. */
  public static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** A span, in seconds to the millisecond. */
  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Adds an array of strings. */
  public static void strings(ObjectNode parent, String name, List<String> values) {
    values.forEach(parent.putArray(name)::add);
  }
}
