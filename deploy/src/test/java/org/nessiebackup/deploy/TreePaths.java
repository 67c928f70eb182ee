package org.nessiebackup.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Trees of JSON side by side, and one laid over another. */
final class TreePaths {
  private TreePaths() {}

  /** Where two trees differ, and what each has there. */
  static List<String> differences(String path, JsonNode chart, JsonNode ours) {
    if (chart.isObject() && ours.isObject()) {
      return Stream.concat(chart.propertyNames().stream(), ours.propertyNames().stream())
          .distinct()
          .flatMap(
              name -> differences(path + "/" + name, chart.path(name), ours.path(name)).stream())
          .toList();
    }
    if (chart.isArray() && ours.isArray()) {
      return IntStream.range(0, Math.max(chart.size(), ours.size()))
          .mapToObj(Integer::valueOf)
          .flatMap(
              index ->
                  differences(path + "/" + index, chart.path(index), ours.path(index)).stream())
          .toList();
    }
    return chart.equals(ours)
        ? List.of()
        : List.of("%s: the chart has %s, the operator %s".formatted(path, text(chart), text(ours)));
  }

  private static String text(JsonNode node) {
    return node instanceof MissingNode ? "nothing" : node.toString();
  }

  /** Objects are merged, all else is replaced, and null is kept, since it takes away. */
  static ObjectNode laid(ObjectNode below, ObjectNode above) {
    ObjectNode all = below.deepCopy();
    for (Map.Entry<String, JsonNode> field : above.properties()) {
      all.set(
          field.getKey(),
          all.path(field.getKey()) instanceof ObjectNode lower
                  && field.getValue() instanceof ObjectNode upper
              ? laid(lower, upper)
              : field.getValue());
    }
    return all;
  }
}
