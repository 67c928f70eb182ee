package org.nessiebackup.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What to check.
 *
 * @param schema the schema of the catalog; found if absent
 * @param tables the catalog's tables; found if absent
 * @param oldestBackup the age at which the newest backup becomes a warning
 * @param cutoffs how far back Nessie GC keeps files, as it was configured; empty if nobody knows
 */
public record CheckOptions(
    Optional<String> schema,
    Optional<TableSet> tables,
    Duration oldestBackup,
    List<Cutoff> cutoffs) {
  /** Takes its own copy of the list. */
  public CheckOptions {
    cutoffs = List.copyOf(cutoffs);
  }

  /**
   * What Nessie GC was configured to for some references.
   *
   * @param references the pattern that their names match; absent for all others
   * @param policy how far back their commits keep files alive
   */
  public record Cutoff(Optional<String> references, CutoffPolicy policy) {}

  /** How far back commits keep files alive. */
  public sealed interface CutoffPolicy {
    /** Commits that are not older than this. */
    record Age(Duration age) implements CutoffPolicy {}

    /** Commits that are not older than a moment, whenever it looks. */
    record Since(Instant moment) implements CutoffPolicy {}

    /** The newest so many commits. */
    record Commits(int count) implements CutoffPolicy {}

    /** All commits. */
    record Everything() implements CutoffPolicy {}
  }
}
