package org.nessiebackup.drill;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.nessieapi.ReferenceDifferences;

/** Whether a Nessie shows the references that were restored: these, and no others. */
record ReferenceCheckStep(NessieApi nessie, NavigableSet<NessieReference> restored) {
  /**
   * Compares until they are the same.
   *
   * @param limit how long it may take until it shows them; nothing for once
   * @throws BackupException {@link Failure#NESSIE} naming what differs
   */
  StepLog.Seen check(Duration limit) {
    return nessie.attempt(limit, this::compare);
  }

  private StepLog.Seen compare() {
    List<String> differences = ReferenceDifferences.of(restored, nessie.references());
    if (!differences.isEmpty()) {
      throw Failure.NESSIE.exception(
          "Nessie shows other references than were restored: "
              + ReferenceDifferences.summary(differences),
          "Does it use the database, schema and Nessie repository of the drill, and nobody else"
              + " it?");
    }
    long branches =
        restored.stream().filter(each -> each.kind() == NessieReference.Kind.BRANCH).count();
    return new StepLog.Seen(
        "%s and %s, each at its commit, and no others"
            .formatted(
                Quantity.count(branches, "branch"),
                Quantity.count(restored.size() - branches, "tag")),
        restored.stream().map(ReferenceDifferences::text).toList());
  }
}
