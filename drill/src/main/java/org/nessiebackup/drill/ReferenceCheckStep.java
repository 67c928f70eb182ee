package org.nessiebackup.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieReference;

/** Whether a Nessie shows the references that were restored: these, and no others. */
final class ReferenceCheckStep {
  private static final int LONGEST = 5;

  private final NessieApi nessie;
  private final NavigableSet<NessieReference> restored;
  private List<String> differences = List.of();
  private BackupException trouble;

  ReferenceCheckStep(NessieApi nessie, NavigableSet<NessieReference> restored) {
    this.nessie = nessie;
    this.restored = restored;
  }

  /**
   * Compares.
   *
   * @param limit how long it may take until it shows them; nothing for once
   * @throws BackupException {@link Failure#NESSIE} naming what differs
   */
  StepLog.Seen check(Poller patience, Duration limit) {
    if (!patience.await(limit, this::agree)) {
      if (trouble != null) {
        throw trouble;
      }
      throw new BackupException(
          Failure.NESSIE,
          "Nessie shows other references than were restored: " + summary(),
          "Does it use the database, schema and Nessie repository of the drill, and nobody else"
              + " it?");
    }
    long branches =
        restored.stream().filter(each -> each.kind() == NessieReference.Kind.BRANCH).count();
    return new StepLog.Seen(
        "%d branches and %d tags, each at its commit, and no others"
            .formatted(branches, restored.size() - branches),
        restored.stream().map(ReferenceCheckStep::text).toList());
  }

  private boolean agree() {
    try {
      trouble = null;
      differences = differences(restored, nessie.references());
      return differences.isEmpty();
    } catch (BackupException e) {
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
      trouble = e;
      return false;
    }
  }

  /** In words, one for each; empty if there are none. */
  static List<String> differences(
      NavigableSet<NessieReference> restored, NavigableSet<NessieReference> shown) {
    Map<String, NessieReference> shownByName = new TreeMap<>();
    shown.forEach(each -> shownByName.put(each.kind() + each.name(), each));
    List<String> differences = new ArrayList<>();
    NavigableSet<NessieReference> unexpected = new TreeSet<>(shown);
    for (NessieReference reference : restored) {
      NessieReference other = shownByName.get(reference.kind() + reference.name());
      if (other == null) {
        differences.add(text(reference) + " is missing");
      } else if (!other.equals(reference)) {
        differences.add(text(reference) + " is shown at " + other.hash());
      }
      unexpected.remove(other == null ? reference : other);
    }
    unexpected.forEach(each -> differences.add(text(each) + " was not restored"));
    return differences;
  }

  private static String text(NessieReference reference) {
    return "%s \"%s\" at %s"
        .formatted(
            reference.kind().name().toLowerCase(Locale.ROOT), reference.name(), reference.hash());
  }

  /** The first few. */
  private String summary() {
    int more = differences.size() - LONGEST;
    return String.join("; ", differences.subList(0, Math.min(LONGEST, differences.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }
}
