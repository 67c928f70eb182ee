package org.nessiebackup.operator.job;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.operator.declaration.Declaration;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.template.CatalogObjects;

/**
 * A resource that is one Job: started when its catalog is there, waited for, and never again.
 *
 * @param kind what it asks for
 * @param declarations finds the catalog
 * @param jobs starts the Job, and sees how it ended
 * @param writer tells the time
 */
public record OneJob<R extends Conditioned>(
    JobKind<R> kind, Declarations declarations, StepJobs jobs, StatusWriter writer) {
  private static final Duration AGAIN = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Does the next thing. */
  public UpdateControl<R> reconcile(R resource) {
    Conditions conditions = Conditions.of(resource, writer.now());
    if (conditions.isKnown(kind.condition())) {
      return UpdateControl.noUpdate();
    }
    return switch (look(resource)) {
      case JobState.Absent absent -> begin(resource, conditions);
      case JobState.Running running -> running(resource, running.job(), conditions);
      case JobState.Ended ended -> ended(resource, ended, conditions);
      case JobState.Removed removed ->
          kind.answer(
              resource,
              kind.job(resource),
              true,
              Optional.empty(),
              conditions.no(kind.condition(), "JobRemoved", "somebody has removed its Job"));
    };
  }

  private JobState look(R resource) {
    return jobs.look(resource, kind.step(), kind.job(resource));
  }

  private UpdateControl<R> begin(R resource, Conditions conditions) {
    return switch (declarations.of(resource.getMetadata().getNamespace(), kind.catalog(resource))) {
      case Declaration.Whole whole -> start(resource, whole.objects(), conditions);
      case Declaration.Lacking lacking ->
          again(resource, conditions, lacking.reason(), lacking.message());
    };
  }

  private UpdateControl<R> start(R resource, CatalogObjects objects, Conditions conditions) {
    try {
      JobReference job =
          jobs.start(
              resource, kind.step(), kind.component(), objects, kind.command(resource, objects));
      return running(resource, job, conditions);
    } catch (KubernetesClientException e) {
      if (!StatusWriter.isRefusal(e)) {
        throw e;
      }
      return again(resource, conditions, "Refused", StatusWriter.message(e));
    }
  }

  /** Nothing was done yet; somebody has to change something, and it is looked at again. */
  private UpdateControl<R> again(R resource, Conditions conditions, String reason, String message) {
    return kind.answer(
            resource,
            null,
            false,
            Optional.empty(),
            conditions.unknown(kind.condition(), reason, message))
        .rescheduleAfter(AGAIN);
  }

  private UpdateControl<R> running(R resource, JobReference job, Conditions conditions) {
    return kind.answer(
        resource,
        job,
        false,
        Optional.empty(),
        conditions.unknown(
            kind.condition(), "Running", "the Job \"%s\" is at it".formatted(job.name())));
  }

  private UpdateControl<R> ended(R resource, JobState.Ended ended, Conditions conditions) {
    return ended
        .success()
        .map(
            outcome ->
                kind.answer(
                    resource,
                    ended.job(),
                    true,
                    Optional.of(outcome),
                    conditions.yes(kind.condition(), "Succeeded", "it was done")))
        .orElseGet(
            () ->
                kind.answer(
                    resource,
                    ended.job(),
                    true,
                    ended.outcome(),
                    conditions.no(kind.condition(), ended.why(), ended.explanation())));
  }

  /** What runs is waited for: a Job goes with its owner. What it has stored stays. */
  public DeleteControl cleanup(R resource) {
    return look(resource) instanceof JobState.Running
        ? DeleteControl.noFinalizerRemoval().rescheduleAfter(SOON.toMillis())
        : DeleteControl.defaultDelete();
  }
}
