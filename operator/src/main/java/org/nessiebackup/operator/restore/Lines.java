package org.nessiebackup.operator.restore;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.operator.resource.RestorePlan;
import org.nessiebackup.operator.resource.RestoreSpec;
import org.nessiebackup.operator.resource.RestoreStatus;
import org.nessiebackup.operator.resource.RestoredReference;
import org.nessiebackup.operator.resource.RestoredTables;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;

/** The command lines of a restore, as a person would type them. */
final class Lines {
  private Lines() {}

  /** Says what would be done, and does nothing. */
  static List<String> plan(RestoreSpec spec, CatalogObjects objects) {
    return line(spec, spec.source().arguments(), "--dry-run", objects);
  }

  /**
   * Does what was planned: the recovery point is the one of the plan, also if there are newer ones
   * since.
   */
  static List<String> restore(RestoreSpec spec, RestorePlan plan, CatalogObjects objects) {
    return line(spec, List.of(plan.point()), "--yes", objects);
  }

  /** Takes just this restore back: if there was another one since, nothing is done. */
  static List<String> undo(RestoreStatus status, CatalogObjects objects) {
    List<String> words = new ArrayList<>(objects.command(Component.UNDO));
    words.add(1, "--kept-schema=" + status.keptSchema());
    return words;
  }

  private static List<String> line(
      RestoreSpec spec, List<String> source, String last, CatalogObjects objects) {
    if (spec.reference() != null) {
      return objects.serving(reference(source.getFirst(), spec.reference()), last);
    }
    if (spec.tables() != null) {
      return objects.serving(tables(source.getFirst(), spec.tables()), last);
    }
    List<String> words = new ArrayList<>(List.of("restore"));
    words.addAll(source);
    return objects.exchanging(words, last);
  }

  private static List<String> reference(String backup, RestoredReference reference) {
    List<String> words = new ArrayList<>(List.of("restore-ref"));
    if (reference.as() != null) {
      words.add("--as=" + reference.as());
    }
    words.addAll(List.of(backup, reference.name()));
    return words;
  }

  private static List<String> tables(String backup, RestoredTables tables) {
    List<String> words = new ArrayList<>(List.of("restore-table"));
    if (tables.onto() != null) {
      words.add("--onto=" + tables.onto());
    }
    if (tables.force()) {
      words.add("--force");
    }
    words.addAll(List.of(backup, tables.reference()));
    words.addAll(tables.keys());
    return words;
  }
}
