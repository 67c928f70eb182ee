package org.nessiebackup.operator.job;

import java.util.Optional;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.JobReference;

/** What has become of a Job. */
public sealed interface JobState {
  /** It was not started. */
  record Absent() implements JobState {}

  /** It was started, and has not ended. */
  record Running(JobReference job) implements JobState {}

  /**
   * It has ended.
   *
   * @param complete whether Kubernetes counts it as done
   * @param reason why not, as Kubernetes says it
   * @param message the same for people
   * @param outcome what its pod has left; empty if the pod has gone, or was killed
   */
  record Ended(
      JobReference job, boolean complete, String reason, String message, Optional<Outcome> outcome)
      implements JobState {
    /** What the command itself says, only if it has done what it was for. */
    public Optional<Outcome> success() {
      return outcome.filter(found -> complete && found.succeeded());
    }

    /** Why it is no success, as a word; what the command says goes before what Kubernetes says. */
    public String why() {
      return outcome
          .filter(found -> !found.succeeded())
          .map(Outcome::reason)
          .orElse(complete ? "NoResult" : reason);
    }

    /** The same for people. */
    public String explanation() {
      return outcome
          .filter(found -> !found.succeeded())
          .map(Outcome::message)
          .orElse(
              complete
                  ? "the Job \"%s\" has ended and left no result".formatted(job.name())
                  : "the Job \"%s\" has failed: %s".formatted(job.name(), message));
    }
  }

  /** It was started, and somebody has removed it before it was seen how it ended. */
  record Removed() implements JobState {}
}
