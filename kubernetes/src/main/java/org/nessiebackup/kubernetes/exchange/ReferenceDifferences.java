package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nessiebackup.nessie.NessieReference;

/**
 * Whether Nessie serves the tables that it should. Clients write as soon as it is up, so what it
 * shows may be newer than what was brought in, and no two looks at the same moment exist: the
 * tables are read before and after it is asked. Each reference it shows must have been in the
 * tables at some time, and each that stayed the same in them must be shown.
 */
final class ReferenceDifferences {
  private static final int LONGEST = 5;

  private ReferenceDifferences() {}

  /**
   * In words, one for each; empty if there are none.
   *
   * @param brought what was brought in
   * @param before the tables before Nessie was asked
   * @param shown what Nessie shows
   * @param after the tables after that
   */
  static List<String> of(
      Collection<NessieReference> brought,
      Collection<NessieReference> before,
      Collection<NessieReference> shown,
      Collection<NessieReference> after) {
    Set<NessieReference> known = new HashSet<>(brought);
    known.addAll(before);
    known.addAll(after);
    Set<NessieReference> unchanged = new HashSet<>(before);
    unchanged.retainAll(new HashSet<>(after));
    Map<String, NessieReference> unchangedByName = byName(unchanged);
    Map<String, NessieReference> afterByName = byName(after);
    Map<String, NessieReference> shownByName = byName(shown);
    List<String> differences = new ArrayList<>();
    for (NessieReference reference : shown) {
      boolean moves =
          afterByName.containsKey(reference.name())
              && !unchangedByName.containsKey(reference.name());
      if (!known.contains(reference) && !moves) {
        differences.add(
            "it shows %s, the tables %s"
                .formatted(
                    text(reference),
                    afterByName.containsKey(reference.name())
                        ? text(afterByName.get(reference.name()))
                        : "have none of this name"));
      }
    }
    for (NessieReference reference : unchanged) {
      if (!shownByName.containsKey(reference.name())) {
        differences.add("it does not show %s".formatted(text(reference)));
      }
    }
    return differences;
  }

  private static Map<String, NessieReference> byName(Collection<NessieReference> references) {
    Map<String, NessieReference> byName = new HashMap<>();
    references.forEach(reference -> byName.put(reference.name(), reference));
    return byName;
  }

  private static String text(NessieReference reference) {
    return "%s \"%s\" at %s"
        .formatted(
            reference.kind().name().toLowerCase(java.util.Locale.ROOT),
            reference.name(),
            reference.hash());
  }

  /** The first few. */
  static String summary(List<String> differences) {
    int more = differences.size() - LONGEST;
    return String.join("; ", differences.subList(0, Math.min(LONGEST, differences.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }
}
