package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What label selectors mean. */
final class LabelSelectors {
  private LabelSelectors() {}

  /** As the API takes it in a query. */
  static String text(LabelSelector selector) {
    return Stream.concat(
            selector.getMatchLabels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=" + label.getValue()),
            selector.getMatchExpressions().stream().map(LabelSelectors::text))
        .collect(Collectors.joining(","));
  }

  private static String text(LabelSelectorRequirement requirement) {
    String values = "(" + String.join(",", requirement.getValues()) + ")";
    return switch (requirement.getOperator()) {
      case "In" -> requirement.getKey() + " in " + values;
      case "NotIn" -> requirement.getKey() + " notin " + values;
      case "Exists" -> requirement.getKey();
      case "DoesNotExist" -> "!" + requirement.getKey();
      default -> throw new IllegalArgumentException(requirement.getOperator());
    };
  }

  /** Whether something with these labels is selected; a selector that says nothing selects all. */
  static boolean matches(LabelSelector selector, Map<String, String> labels) {
    return selector != null
        && labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
        && selector.getMatchExpressions().stream().allMatch(one -> matches(one, labels));
  }

  private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValues().contains(value);
      case "NotIn" -> value == null || !requirement.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new IllegalArgumentException(requirement.getOperator());
    };
  }
}
