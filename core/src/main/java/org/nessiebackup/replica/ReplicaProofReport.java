package org.nessiebackup.replica;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.comparison.TableDifferences;

/**
 * Whether a replica has the rows that the primary had.
 *
 * @param name the replica's name
 * @param at when the replica was read, by the primary's clock
 * @param span between which positions it was compared
 * @param equal the position at which the primary was exactly as the replica; absent if there is
 *     none
 * @param tables what was compared
 */
public record ReplicaProofReport(
    String name, Instant at, Span span, Optional<Lsn> equal, List<TableDifferences> tables) {
  /** Takes its own copy of the list. */
  public ReplicaProofReport {
    tables = List.copyOf(tables);
  }

  /**
   * Between which positions of the primary's log it was compared.
   *
   * @param from where the primary's rows were read
   * @param to where the log was once the replica's rows were held
   * @param transactions how many transactions there were in between, of those that have changed
   *     something
   */
  public record Span(Lsn from, Lsn to, int transactions) {}

  /** Whether every row was found to be the same. */
  public boolean proven() {
    return equal.isPresent();
  }
}
