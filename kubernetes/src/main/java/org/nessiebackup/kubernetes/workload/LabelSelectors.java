package org.nessiebackup.kubernetes.workload;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import tools.jackson.databind.JsonNode;

/** What label selectors mean. */
final class LabelSelectors {
  private LabelSelectors() {}

  /** As the API takes it in a query. */
  static String text(JsonNode selector) {
    return Stream.concat(
            new TreeMap<>(ObjectFields.texts(selector.path("matchLabels")))
                .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()),
            selector.path("matchExpressions").valueStream().map(LabelSelectors::requirement))
        .collect(Collectors.joining(","));
  }

  private static String requirement(JsonNode requirement) {
    String key = requirement.path("key").asString("");
    String values = "(" + values(requirement).collect(Collectors.joining(",")) + ")";
    return switch (requirement.path("operator").asString("")) {
      case "In" -> key + " in " + values;
      case "NotIn" -> key + " notin " + values;
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      default -> throw new IllegalArgumentException(requirement.toString());
    };
  }

  private static Stream<String> values(JsonNode requirement) {
    return requirement.path("values").valueStream().map(value -> value.asString(""));
  }

  /** Whether something with these labels is selected; a selector that says nothing selects all. */
  static boolean matches(JsonNode selector, Map<String, String> labels) {
    return selector.isObject()
        && labels
            .entrySet()
            .containsAll(ObjectFields.texts(selector.path("matchLabels")).entrySet())
        && selector.path("matchExpressions").valueStream().allMatch(one -> meets(labels, one));
  }

  private static boolean meets(Map<String, String> labels, JsonNode requirement) {
    String value = labels.get(requirement.path("key").asString(""));
    return switch (requirement.path("operator").asString("")) {
      case "In" -> value != null && values(requirement).anyMatch(value::equals);
      case "NotIn" -> value == null || values(requirement).noneMatch(value::equals);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new IllegalArgumentException(requirement.toString());
    };
  }
}
