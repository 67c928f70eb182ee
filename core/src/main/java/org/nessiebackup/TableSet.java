package org.nessiebackup;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables of one schema that make sense only together, under a label that people know.
 *
 * @param label what users call the set, such as {@code JDBC2}
 * @param tables the names, unquoted, in the order in which they are shown and stored
 */
public record TableSet(String label, List<String> tables) {
  /** Takes its own copy of the names; there is at least one. */
  public TableSet {
    tables = List.copyOf(tables);
    if (label.isBlank() || tables.isEmpty()) {
      throw new IllegalArgumentException("a table set has a label and tables");
    }
  }

  /** Several as alternatives, for messages: the tables of each, and its label. */
  public static String anyOf(List<TableSet> sets) {
    return sets.stream()
        .map(set -> String.join(" and ", set.tables()) + " (" + set.label() + ")")
        .collect(Collectors.joining(" or "));
  }
}
