package org.nessiebackup.cli.monitoring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nessiebackup.cli.console.Outlet;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.text.Redaction;
import org.nessiebackup.report.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A run's result for machines; {@code result} in docs/json-output.md. */
final class ResultDocument {
  private static final List<Integer> LENGTHS = List.of(Integer.MAX_VALUE, 1000, 200);

  private static final List<Integer> ELEMENTS = List.of(20, 5, 1, 0);
  private static final String SUMMARY = "summary";

  private ResultDocument() {}

  /** All but the command's summary, which is nobody's business outside. */
  static ObjectNode of(RunResult result) {
    return of(result, Integer.MAX_VALUE);
  }

  /**
   * With the summary where there is room for it, with shorter lists in it where there is less, and
   * with shorter texts where there is little.
   */
  static byte[] within(int bytes, RunResult result, Redaction redaction) {
    ObjectNode whole = of(result);
    result.view().ifPresent(view -> summary(view, whole));
    byte[] written = bytes(whole, redaction);
    for (int i = 0; written.length > bytes && i < ELEMENTS.size(); i++) {
      shorten(whole.path(SUMMARY), ELEMENTS.get(i));
      written = bytes(whole, redaction);
    }
    for (int i = 0; written.length > bytes && i < LENGTHS.size(); i++) {
      written = bytes(of(result, LENGTHS.get(i)), redaction);
    }
    return written;
  }

  private static byte[] bytes(ObjectNode document, Redaction redaction) {
    return (Outlet.message(document, redaction) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode of(RunResult result, int longest) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("message_type", "result");
    RunResult.Run run = result.run();
    document.put("command", run.command());
    if (!run.vault().isEmpty()) {
      document.put("vault", shortened(run.vault(), longest));
    }
    document.put("succeeded", result.problem().isEmpty());
    document.put("exit_code", result.exitCode());
    result
        .problem()
        .ifPresent(
            problem -> {
              document.put("code", problem.failure().label());
              document.put("message", shortened(problem.message(), longest));
              problem.hint().ifPresent(hint -> document.put("hint", shortened(hint, longest)));
            });
    document.put("started", Shape.time(run.started()));
    document.put("ended", Shape.time(result.ended()));
    document.put("seconds_elapsed", Shape.seconds(result.elapsed()));
    document.put("tool", Tool.nameAndVersion());
    return document;
  }

  private static void summary(View view, ObjectNode document) {
    view.whole(document.putObject(SUMMARY));
  }

  /** Lists are for who wants to know all; what is counted and decided stands outside of them. */
  private static void shorten(JsonNode node, int most) {
    if (node instanceof ArrayNode list) {
      while (list.size() > most) {
        list.remove(list.size() - 1);
      }
    }
    node.forEach(inner -> shorten(inner, most));
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
