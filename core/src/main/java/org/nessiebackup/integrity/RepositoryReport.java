package org.nessiebackup.integrity;

import java.util.List;
import java.util.Map;
import org.nessiebackup.integrity.GraphReport.Finding;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;

/**
 * What was found in one Nessie repository.
 *
 * @param name its name; the default one's is empty
 * @param references all of them, by name
 * @param rows how many rows there are, and of which kind
 * @param findings the first of each kind
 * @param counts how many there are of each kind
 * @param notes what is worth knowing and no damage
 */
public record RepositoryReport(
    String name,
    List<ReferenceReport> references,
    Rows rows,
    List<Finding> findings,
    Map<Kind, Long> counts,
    List<String> notes) {

  /**
   * How many rows there are.
   *
   * @param objects rows of objects
   * @param commits of these, commits
   * @param unreachable rows that no reference leads to: rests of commits that met another one, or
   *     of deleted references. They are in nobody's way, and Nessie's clean-up may remove them
   * @param unknown rows of types or contents that this version does not know; they are kept as they
   *     are
   * @param ids different ids that were met, as a measure of the memory that was needed
   */
  public record Rows(long objects, long commits, long unreachable, long unknown, long ids) {}

  /** Copies lists and maps. */
  public RepositoryReport {
    references = List.copyOf(references);
    findings = List.copyOf(findings);
    counts = Map.copyOf(counts);
    notes = List.copyOf(notes);
  }

  /** How much is wrong. */
  public long findingCount() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
