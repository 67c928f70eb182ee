package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/**
 * What an exchange did.
 *
 * @param workload Nessie's workload
 * @param checkpoint the last one
 * @param result how it ended
 * @param references how many references Nessie shows, each compared; empty if it was not asked
 * @param times how long it took
 * @param notes what else the user should know
 * @param database what was done in the database; absent if an earlier run did it, or nobody
 * @param <R> the database's own report
 */
public record ExchangeReport<R>(
    WorkloadName workload,
    Checkpoint checkpoint,
    Result result,
    OptionalInt references,
    ExchangeTimes times,
    List<String> notes,
    Optional<R> database) {
  /** Copies the list. */
  public ExchangeReport {
    notes = List.copyOf(notes);
  }

  /**
   * How an exchange ended that did not fail.
   *
   * @param outcome how all is now
   * @param resumed whether it was taken up again
   */
  public record Result(Outcome outcome, boolean resumed) {}

  /** How all is after an exchange that did not fail. */
  public enum Outcome {
    /** The catalog is exchanged. */
    EXCHANGED,
    /** All is as it was before. */
    PUT_BACK
  }
}
