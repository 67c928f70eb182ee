package org.nessiebackup.acceptance.figures;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Figures for machines and for people. */
final class FiguresText {
  private static final JsonMapper JSON = new JsonMapper();

  private FiguresText() {}

  static String json(String suite, Effort effort, Figures figures) {
    ObjectNode text = JSON.createObjectNode();
    text.put("suite", suite);
    text.put("seed", effort.seed());
    text.put("long", effort.thorough());
    ObjectNode trials = text.putObject("trials");
    figures
        .trials()
        .forEach(
            (kind, tally) ->
                trials.putObject(kind).put("tried", tally.tried()).put("held", tally.held()));
    ObjectNode counts = text.putObject("counts");
    figures.counts().forEach(counts::put);
    return JSON.writeValueAsString(text) + "\n";
  }

  static String markdown(String suite, Figures figures) {
    StringBuilder text =
        new StringBuilder("### %s%n%n| what | tried | held |%n|---|--:|--:|%n".formatted(suite));
    figures
        .trials()
        .forEach(
            (kind, tally) ->
                text.append("| %s | %,d | %,d |%n".formatted(kind, tally.tried(), tally.held())));
    Map<String, Long> counts = figures.counts();
    if (!counts.isEmpty()) {
      text.append(
          counts.entrySet().stream()
              .map(each -> "%,d %s".formatted(each.getValue(), each.getKey()))
              .collect(Collectors.joining(", ", "\n", ".\n")));
    }
    return text + "\n";
  }
}
