package org.nessiebackup.operator.restore;

import java.time.Duration;
import java.time.Instant;
import org.nessiebackup.operator.job.JobState;
import org.nessiebackup.operator.resource.RestoreSpec;
import org.nessiebackup.operator.resource.RestoreStatus;

/**
 * What is done next for a restore. Nothing but what somebody has declared and what was seen decides
 * it, so that an operator that was killed goes on where the one before had come to.
 */
sealed interface RestoreStep {
  /** A Job that plans is started. */
  record StartPlan() implements RestoreStep {}

  /** That Job was seen. */
  record WatchPlan(JobState job) implements RestoreStep {}

  /** There is a plan, and nobody has approved it, or another one. */
  record AwaitApproval(boolean wrong) implements RestoreStep {}

  /** There was a plan, and nobody has approved it for too long. */
  record Expired() implements RestoreStep {}

  /** It is approved: that it has begun is written down before anything is done. */
  record Begin() implements RestoreStep {}

  /** The Job that restores is started. */
  record StartRestore() implements RestoreStep {}

  /** That Job was seen. */
  record WatchRestore(JobState job) implements RestoreStep {}

  /** The Job that takes it back is started. */
  record StartUndo() implements RestoreStep {}

  /** That Job was seen. */
  record WatchUndo(JobState job) implements RestoreStep {}

  /** All is done, or has failed. */
  record Nothing() implements RestoreStep {}

  /** The names of its Jobs' steps. */
  String PLAN = "plan";

  /** The Job that restores. */
  String RESTORE = "restore";

  /** The Job that takes it back. */
  String UNDO = "undo";

  /**
   * How long after it has begun a Job is started that is not there. Later, one that nobody knows of
   * may have been there and have gone: to restore twice would be worse than not at all.
   */
  Duration STARTS_WITHIN = Duration.ofHours(1);

  /**
   * How long a plan can be approved. What would be lost was counted when it was made, and grows
   * with every commit: whoever approves on Wednesday what was planned on Monday has not read it.
   */
  Duration APPROVED_WITHIN = Duration.ofDays(1);

  /** Sees what has become of a Job; asked for those only that matter. */
  @FunctionalInterface
  interface Sight {
    /** By the step it is for. */
    JobState of(String step);
  }

  /** The next step. */
  static RestoreStep next(RestoreSpec spec, RestoreStatus status, Sight sight, Instant now) {
    if (status.undoneAt() != null) {
      return new Nothing();
    }
    if (status.completedAt() != null) {
      return spec.undoWanted() && status.restoreJob() != null && status.keptSchema() != null
          ? undo(sight)
          : new Nothing();
    }
    if (status.startedAt() != null) {
      return restore(status, sight, now);
    }
    if (status.planDigest() == null) {
      return status.plannedAt() != null ? new Nothing() : plan(sight);
    }
    if (!now.isBefore(expiry(status))) {
      return new Expired();
    }
    if (status.planDigest().equals(spec.approval())) {
      return new Begin();
    }
    return new AwaitApproval(spec.approval() != null);
  }

  /** When a plan that is there can be approved no longer. */
  static Instant expiry(RestoreStatus status) {
    return Instant.parse(status.plannedAt()).plus(APPROVED_WITHIN);
  }

  private static RestoreStep plan(Sight sight) {
    JobState state = sight.of(PLAN);
    return state instanceof JobState.Absent ? new StartPlan() : new WatchPlan(state);
  }

  private static RestoreStep restore(RestoreStatus status, Sight sight, Instant now) {
    JobState state = sight.of(RESTORE);
    if (!(state instanceof JobState.Absent)) {
      return new WatchRestore(state);
    }
    boolean late = Instant.parse(status.startedAt()).plus(STARTS_WITHIN).isBefore(now);
    return late ? new WatchRestore(new JobState.Removed()) : new StartRestore();
  }

  private static RestoreStep undo(Sight sight) {
    JobState state = sight.of(UNDO);
    return state instanceof JobState.Absent ? new StartUndo() : new WatchUndo(state);
  }
}
