package org.nessiebackup.operator.restore;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.operator.declaration.Declaration;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.job.JobSource;
import org.nessiebackup.operator.job.JobState;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.RestorePlan;
import org.nessiebackup.operator.resource.RestoreStatus;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.template.Component;

/**
 * Has a catalog restored as somebody has planned and approved it, and taken back if he wants that.
 *
 * @param declarations finds the catalog
 * @param jobs starts Jobs, and sees how they ended
 * @param writer writes down how far it is
 */
public record RestoreReconciler(Declarations declarations, StepJobs jobs, StatusWriter writer)
    implements Reconciler<NessieRestore>, Cleaner<NessieRestore> {
  private static final String PLANNED = "Planned";
  private static final String APPROVED = "Approved";
  private static final String COMPLETE = "Complete";
  private static final String UNDONE = "Undone";
  private static final String CHANGED = "CatalogChanged";
  private static final String ELSEWHERE =
      "the database, the vault or Nessie of the catalog is another one than when it was planned:"
          + " nothing is restored; put it back, or make another NessieRestore, which plans anew";
  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static final Duration AGAIN = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  @Override
  public List<EventSource<?, NessieRestore>> prepareEventSources(
      EventSourceContext<NessieRestore> context) {
    writer.gauges().watch(context);
    return JobSource.of(context);
  }

  @Override
  public UpdateControl<NessieRestore> reconcile(
      NessieRestore restore, Context<NessieRestore> context) {
    StatusDraft draft = new StatusDraft(status(restore), Conditions.of(restore, writer.now()));
    RestoreStep next =
        RestoreStep.next(
            restore.getSpec(), draft.status(), step -> look(restore, step), writer.now());
    return switch (next) {
      case RestoreStep.StartPlan step -> startPlan(restore, draft);
      case RestoreStep.WatchPlan seen -> answer(restore, watchPlan(restore, draft, seen.job()));
      case RestoreStep.AwaitApproval step ->
          answer(restore, awaiting(draft, step.wrong())).rescheduleAfter(untilExpiry(draft));
      case RestoreStep.Expired step -> answer(restore, expired(draft));
      case RestoreStep.Begin step -> begin(restore, draft);
      case RestoreStep.StartRestore step -> startRestore(restore, draft);
      case RestoreStep.WatchRestore seen -> answer(restore, watchRestore(draft, seen.job()));
      case RestoreStep.StartUndo step -> startUndo(restore, draft);
      case RestoreStep.WatchUndo seen -> answer(restore, watchUndo(draft, seen.job()));
      case RestoreStep.Nothing step -> UpdateControl.noUpdate();
    };
  }

  /** What it is about is written down first, so that it is that of the Job that is found later. */
  private UpdateControl<NessieRestore> startPlan(NessieRestore restore, StatusDraft draft) {
    return switch (declaration(restore)) {
      case Declaration.Whole whole -> {
        String target = target(restore, whole);
        yield target.equals(draft.status().target())
            ? started(restore, draft, PLANNED, there -> plan(restore, draft, there), whole)
            : answer(restore, draft.target(target)).rescheduleAfter(AT_ONCE);
      }
      case Declaration.Lacking lacking ->
          again(restore, draft, PLANNED, lacking.reason(), lacking.message());
    };
  }

  private StatusDraft plan(NessieRestore restore, StatusDraft draft, Declaration.Whole whole) {
    return draft
        .planJob(
            jobs.start(
                restore,
                RestoreStep.PLAN,
                Component.RESTORE,
                whole.objects(),
                Lines.plan(restore.getSpec(), whole.objects())))
        .conditions(said -> said.unknown(PLANNED, "Planning", "a Job plans"));
  }

  private String target(NessieRestore restore, Declaration.Whole whole) {
    return PlanTarget.of(
        restore.getSpec(), whole.objects(), jobs.client().getKubernetesSerialization());
  }

  private boolean isElsewhere(NessieRestore restore, StatusDraft draft, Declaration.Whole whole) {
    return !target(restore, whole).equals(draft.status().target());
  }

  private StatusDraft watchPlan(NessieRestore restore, StatusDraft draft, JobState state) {
    return switch (state) {
      case JobState.Ended ended ->
          ended
              .success()
              .map(outcome -> planned(restore, draft, outcome))
              .orElseGet(() -> unplanned(draft, ended.why(), ended.explanation()));
      case JobState.Removed removed -> unplanned(draft, "JobRemoved", "its Job was removed");
      case JobState.Running running -> draft.planJob(running.job());
      case JobState.Absent absent -> draft;
    };
  }

  private StatusDraft planned(NessieRestore restore, StatusDraft draft, Outcome outcome) {
    Optional<RestorePlan> plan = Plans.of(outcome);
    if (plan.isEmpty()) {
      return unplanned(draft, "NoResult", "the Job's result does not say what would be restored");
    }
    String digest = PlanDigest.of(restore, plan.get(), draft.status().target());
    return awaiting(
        draft
            .planned(plan.get(), digest, now())
            .conditions(
                said ->
                    said.yes(
                        PLANNED,
                        "Planned",
                        "%s would be restored%s".formatted(plan.get().point(), loss(plan.get())))),
        restore.getSpec().approval() != null && !digest.equals(restore.getSpec().approval()));
  }

  private static String loss(RestorePlan plan) {
    return plan.lostCommits() == null
        ? ""
        : ", commits that would be lost: %d".formatted(plan.lostCommits());
  }

  private StatusDraft unplanned(StatusDraft draft, String reason, String message) {
    return draft.planned(null, null, now()).conditions(said -> said.no(PLANNED, reason, message));
  }

  private static StatusDraft awaiting(StatusDraft draft, boolean wrong) {
    String message =
        "nothing is restored until spec.approval is \"%s\"".formatted(draft.status().planDigest());
    return draft.conditions(
        said ->
            wrong
                ? said.no(APPROVED, "WrongDigest", "what is approved is another plan: " + message)
                : said.no(APPROVED, "AwaitingApproval", message));
  }

  private StatusDraft expired(StatusDraft draft) {
    return draft.conditions(
        said ->
            said.no(
                APPROVED,
                "PlanExpired",
                ("the plan is of %s, and what would be lost may be more by now: nothing is"
                        + " restored; make another NessieRestore, which plans anew")
                    .formatted(draft.status().plannedAt())));
  }

  private Duration untilExpiry(StatusDraft draft) {
    return Duration.between(writer.now(), RestoreStep.expiry(draft.status())).plus(AT_ONCE);
  }

  private UpdateControl<NessieRestore> begin(NessieRestore restore, StatusDraft draft) {
    return switch (declaration(restore)) {
      case Declaration.Whole whole ->
          isElsewhere(restore, draft, whole)
              ? answer(restore, draft.conditions(said -> said.no(APPROVED, CHANGED, ELSEWHERE)))
                  .rescheduleAfter(AGAIN)
              : answer(restore, begun(draft)).rescheduleAfter(AT_ONCE);
      case Declaration.Lacking lacking ->
          again(restore, draft, APPROVED, lacking.reason(), lacking.message());
    };
  }

  private StatusDraft begun(StatusDraft draft) {
    return draft
        .started(now())
        .conditions(
            said ->
                said.yes(
                        APPROVED,
                        "Approved",
                        "by the digest of the plan of " + draft.status().plannedAt())
                    .unknown(COMPLETE, "Running", "it has begun"));
  }

  private UpdateControl<NessieRestore> startRestore(NessieRestore restore, StatusDraft draft) {
    return start(
        restore,
        draft,
        COMPLETE,
        whole ->
            isElsewhere(restore, draft, whole)
                ? failed(draft, CHANGED, ELSEWHERE)
                : restore(restore, draft, whole));
  }

  private StatusDraft restore(NessieRestore restore, StatusDraft draft, Declaration.Whole whole) {
    return draft
        .restoreJob(
            jobs.start(
                restore,
                RestoreStep.RESTORE,
                Component.RESTORE,
                whole.objects(),
                Lines.restore(restore.getSpec(), draft.status().plan(), whole.objects())))
        .conditions(said -> said.unknown(COMPLETE, "Running", "a Job restores"));
  }

  private StatusDraft watchRestore(StatusDraft draft, JobState state) {
    return switch (state) {
      case JobState.Ended ended -> {
        StatusDraft known = draft.restoreJob(ended.job());
        yield ended
            .success()
            .map(
                outcome ->
                    known
                        .completed(now(), outcome)
                        .conditions(said -> said.yes(COMPLETE, "Restored", "it was done")))
            .orElseGet(() -> failed(known, ended.why(), ended.explanation()));
      }
      case JobState.Removed removed ->
          failed(
              draft,
              "JobRemoved",
              "its Job has gone, and how it ended is not known: see the annotation of Nessie's"
                  + " workload");
      case JobState.Running running -> draft.restoreJob(running.job());
      case JobState.Absent absent -> draft;
    };
  }

  private StatusDraft failed(StatusDraft draft, String reason, String message) {
    return draft.failed(now()).conditions(said -> said.no(COMPLETE, reason, message));
  }

  private UpdateControl<NessieRestore> startUndo(NessieRestore restore, StatusDraft draft) {
    return start(
        restore,
        draft,
        UNDONE,
        whole ->
            draft
                .undoJob(
                    jobs.start(
                        restore,
                        RestoreStep.UNDO,
                        Component.UNDO,
                        whole.objects(),
                        Lines.undo(draft.status(), whole.objects())))
                .conditions(said -> said.unknown(UNDONE, "Running", "a Job takes it back")));
  }

  private StatusDraft watchUndo(StatusDraft draft, JobState state) {
    return switch (state) {
      case JobState.Ended ended -> {
        StatusDraft known = draft.undoJob(ended.job()).undone(now());
        yield ended
            .success()
            .map(outcome -> known.conditions(said -> said.yes(UNDONE, "Undone", "it was done")))
            .orElseGet(
                () -> known.conditions(said -> said.no(UNDONE, ended.why(), ended.explanation())));
      }
      case JobState.Removed removed ->
          draft
              .undone(now())
              .conditions(said -> said.no(UNDONE, "JobRemoved", "its Job was removed"));
      case JobState.Running running -> draft.undoJob(running.job());
      case JobState.Absent absent -> draft;
    };
  }

  /** Starts a Job if the catalog is there, or says why not and looks again. */
  private UpdateControl<NessieRestore> start(
      NessieRestore restore, StatusDraft draft, String condition, JobStart start) {
    return switch (declaration(restore)) {
      case Declaration.Whole whole -> started(restore, draft, condition, start, whole);
      case Declaration.Lacking lacking ->
          again(restore, draft, condition, lacking.reason(), lacking.message());
    };
  }

  private Declaration declaration(NessieRestore restore) {
    return declarations.of(
        restore.getMetadata().getNamespace(), restore.getSpec().catalogRef().name());
  }

  private UpdateControl<NessieRestore> started(
      NessieRestore restore,
      StatusDraft draft,
      String condition,
      JobStart start,
      Declaration.Whole whole) {
    try {
      return answer(restore, start.start(whole));
    } catch (KubernetesClientException e) {
      if (!StatusWriter.isRefusal(e)) {
        throw e;
      }
      return again(restore, draft, condition, "Refused", StatusWriter.message(e));
    }
  }

  private UpdateControl<NessieRestore> again(
      NessieRestore restore, StatusDraft draft, String condition, String reason, String message) {
    return answer(restore, draft.conditions(said -> said.unknown(condition, reason, message)))
        .rescheduleAfter(AGAIN);
  }

  @FunctionalInterface
  private interface JobStart {
    StatusDraft start(Declaration.Whole whole);
  }

  private UpdateControl<NessieRestore> answer(NessieRestore restore, StatusDraft draft) {
    return writer.answer(restore, NessieRestore::new, draft.whole(), draft.conditions());
  }

  private JobState look(NessieRestore restore, String step) {
    RestoreStatus status = status(restore);
    return jobs.look(
        restore,
        step,
        switch (step) {
          case RestoreStep.PLAN -> status.planJob();
          case RestoreStep.RESTORE -> status.restoreJob();
          default -> status.undoJob();
        });
  }

  private String now() {
    return Conditions.moment(writer.now());
  }

  /** A restore that runs is waited for: its Job would go with it. What it did stays done. */
  @Override
  public DeleteControl cleanup(NessieRestore restore, Context<NessieRestore> context) {
    boolean runs =
        look(restore, RestoreStep.RESTORE) instanceof JobState.Running
            || look(restore, RestoreStep.UNDO) instanceof JobState.Running;
    return runs
        ? DeleteControl.noFinalizerRemoval().rescheduleAfter(SOON.toMillis())
        : DeleteControl.defaultDelete();
  }

  private static RestoreStatus status(NessieRestore restore) {
    return restore.getStatus() == null ? RestoreStatus.none() : restore.getStatus();
  }
}
