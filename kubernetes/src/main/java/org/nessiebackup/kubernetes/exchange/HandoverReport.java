package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/**
 * What a handover did.
 *
 * @param workloads whose catalog it was, and whose it is
 * @param result how it ended
 * @param references how many references it shows, each compared; empty if it was not asked
 * @param times how long it took
 * @param notes what else the user should know
 * @param database what was done to the databases; absent if all was put back
 * @param <R> the database's own report
 */
public record HandoverReport<R>(
    Workloads workloads,
    ExchangeReport.Result result,
    OptionalInt references,
    ExchangeTimes times,
    List<String> notes,
    Optional<R> database) {
  /** Copies the list. */
  public HandoverReport {
    notes = List.copyOf(notes);
  }

  /**
   * The two Nessies.
   *
   * @param former the workload that was stopped; absent if that was not ours to do
   * @param next the workload that serves the catalog now
   * @param pods how many pods of it are wanted
   */
  public record Workloads(Optional<WorkloadName> former, WorkloadName next, int pods) {}
}
