package org.nessiebackup.operator.restore;

import java.util.function.UnaryOperator;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.resource.RestorePlan;
import org.nessiebackup.operator.resource.RestoreStatus;

/** What is said of a restore, with one thing after the other changed. */
record StatusDraft(RestoreStatus status, Conditions conditions) {
  StatusDraft conditions(UnaryOperator<Conditions> change) {
    return new StatusDraft(status, change.apply(conditions));
  }

  /** As it is written. */
  RestoreStatus whole() {
    return new RestoreStatus(
        conditions.generation(),
        status.plan(),
        status.planDigest(),
        status.plannedAt(),
        status.target(),
        status.planJob(),
        status.startedAt(),
        status.restoreJob(),
        status.completedAt(),
        status.downtimeSeconds(),
        status.references(),
        status.keptSchema(),
        status.undoJob(),
        status.undoneAt(),
        conditions.all());
  }

  /** What the plan is going to be about, before anything of it is begun. */
  StatusDraft target(String target) {
    return planning(target, null, null, null, null);
  }

  StatusDraft planJob(JobReference job) {
    return planning(status.target(), job, null, null, null);
  }

  /** A plan, or that there is none: {@code plan} and {@code digest} may be null. */
  StatusDraft planned(RestorePlan plan, String digest, String at) {
    return planning(status.target(), status.planJob(), plan, digest, at);
  }

  private StatusDraft planning(
      String target, JobReference job, RestorePlan plan, String digest, String at) {
    return with(
        new RestoreStatus(
            null, plan, digest, at, target, job, null, null, null, null, null, null, null, null,
            null));
  }

  StatusDraft started(String at) {
    return after(at, null, null, null, null, null, null, null);
  }

  StatusDraft restoreJob(JobReference job) {
    return after(status.startedAt(), job, null, null, null, null, null, null);
  }

  StatusDraft completed(String at, Outcome outcome) {
    return after(
        status.startedAt(),
        status.restoreJob(),
        at,
        outcome.number("/kubernetes/downtime_seconds").orElse(null),
        outcome.count("/kubernetes/references").orElse(null),
        outcome.text("/kept_schema").orElse(null),
        null,
        null);
  }

  StatusDraft failed(String at) {
    return after(status.startedAt(), status.restoreJob(), at, null, null, null, null, null);
  }

  StatusDraft undoJob(JobReference job) {
    return undo(job, null);
  }

  StatusDraft undone(String at) {
    return undo(status.undoJob(), at);
  }

  private StatusDraft undo(JobReference job, String at) {
    return after(
        status.startedAt(),
        status.restoreJob(),
        status.completedAt(),
        status.downtimeSeconds(),
        status.references(),
        status.keptSchema(),
        job,
        at);
  }

  private StatusDraft after(
      String startedAt,
      JobReference restoreJob,
      String completedAt,
      Double downtimeSeconds,
      Long references,
      String keptSchema,
      JobReference undoJob,
      String undoneAt) {
    return with(
        new RestoreStatus(
            null,
            status.plan(),
            status.planDigest(),
            status.plannedAt(),
            status.target(),
            status.planJob(),
            startedAt,
            restoreJob,
            completedAt,
            downtimeSeconds,
            references,
            keptSchema,
            undoJob,
            undoneAt,
            null));
  }

  private StatusDraft with(RestoreStatus changed) {
    return new StatusDraft(changed, conditions);
  }
}
