package org.nessiebackup.operator.values;

/**
 * How Jobs behave.
 *
 * @param backoffLimit how often one is tried again
 * @param startingDeadline how many seconds late one may start
 * @param successfulJobsHistoryLimit how many that succeeded are kept
 * @param failedJobsHistoryLimit how many that failed are kept
 * @param ttlAfterFinished seconds after which one that is finished is removed
 */
public record RunValues(
    int backoffLimit,
    int startingDeadline,
    int successfulJobsHistoryLimit,
    int failedJobsHistoryLimit,
    int ttlAfterFinished) {
  /** Checks what it is told. */
  public RunValues {
    Ranges.within("backoffLimit", backoffLimit, 0, 10);
    Ranges.atLeast("startingDeadline", startingDeadline, 10);
    Ranges.atLeast("successfulJobsHistoryLimit", successfulJobsHistoryLimit, 0);
    Ranges.atLeast("failedJobsHistoryLimit", failedJobsHistoryLimit, 0);
    Ranges.atLeast("ttlAfterFinished", ttlAfterFinished, 60);
  }
}
