package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/**
 * What was done.
 *
 * @param workload Nessie's workload
 * @param state the work, as it was saved
 * @param outcome what came of it
 * @param resumed whether it was taken up again
 * @param references how many references Nessie shows, each compared; empty if it was not asked
 * @param durations how long each step took, of those that were done
 * @param downtime how long Nessie did not serve; empty if it was not stopped, or by a process that
 *     was killed
 * @param notes what else the user should know
 */
public record ExchangeReport(
    WorkloadName workload,
    Checkpoint state,
    Outcome outcome,
    boolean resumed,
    OptionalInt references,
    Map<ExchangeStep, Duration> durations,
    Optional<Duration> downtime,
    List<String> notes) {
  /** What can come of a work that does not fail. */
  public enum Outcome {
    /** The catalog is exchanged. */
    EXCHANGED,
    /** All is as it was before. */
    PUT_BACK
  }

  /** Copies what can be changed. */
  public ExchangeReport {
    Map<ExchangeStep, Duration> copy = new EnumMap<>(ExchangeStep.class);
    copy.putAll(durations);
    durations = Collections.unmodifiableMap(copy);
    notes = List.copyOf(notes);
  }
}
