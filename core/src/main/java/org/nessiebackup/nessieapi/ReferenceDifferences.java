package org.nessiebackup.nessieapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nessiebackup.nessie.NessieReference;

/** Whether Nessie serves the references of the tables that it should. */
public final class ReferenceDifferences {
  private static final int LONGEST = 5;

  private ReferenceDifferences() {}

  /** Between tables that nobody changes and what Nessie shows of them. */
  public static List<String> of(
      Collection<NessieReference> expected, Collection<NessieReference> shown) {
    return of(expected, expected, shown, expected);
  }

  /**
   * The same while clients write, which they do as soon as Nessie is up. What it shows may be newer
   * than what was brought in, and nothing is read at the same moment: the tables are read before
   * and after it is queried. Each reference it shows must have been in the tables at some time, and
   * each that stayed the same in them must be shown.
   *
   * @param brought what was brought in
   * @param before the tables before Nessie was queried
   * @param shown what Nessie shows
   * @param after the tables after that
   * @return in words, one for each; empty if there are none
   */
  public static List<String> of(
      Collection<NessieReference> brought,
      Collection<NessieReference> before,
      Collection<NessieReference> shown,
      Collection<NessieReference> after) {
    Set<NessieReference> known = new HashSet<>(brought);
    known.addAll(before);
    known.addAll(after);
    Set<NessieReference> unchanged = new HashSet<>(before);
    unchanged.retainAll(new HashSet<>(after));
    Set<String> unchangedNames = byName(unchanged).keySet();
    Map<String, NessieReference> current = byName(after);
    List<String> differences = new ArrayList<>();
    for (NessieReference reference : shown) {
      String name = name(reference);
      boolean moves = current.containsKey(name) && !unchangedNames.contains(name);
      if (!known.contains(reference) && !moves) {
        differences.add(
            "it shows %s, the tables %s"
                .formatted(
                    text(reference),
                    current.containsKey(name)
                        ? text(current.get(name))
                        : "have none of this name"));
      }
    }
    Set<String> shownNames = byName(shown).keySet();
    unchanged.stream()
        .filter(reference -> !shownNames.contains(name(reference)))
        .forEach(reference -> differences.add("it does not show " + text(reference)));
    return differences;
  }

  private static Map<String, NessieReference> byName(Collection<NessieReference> references) {
    return references.stream()
        .collect(Collectors.toMap(ReferenceDifferences::name, Function.identity()));
  }

  private static String name(NessieReference reference) {
    return "%s \"%s\"".formatted(reference.kind().label(), reference.name());
  }

  /** A reference in words. */
  public static String text(NessieReference reference) {
    return name(reference) + " at " + reference.hash();
  }

  /** The first few. */
  public static String summary(List<String> differences) {
    int more = differences.size() - LONGEST;
    return String.join("; ", differences.subList(0, Math.min(LONGEST, differences.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }
}
