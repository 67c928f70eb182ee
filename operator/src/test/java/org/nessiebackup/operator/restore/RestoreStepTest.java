package org.nessiebackup.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.job.JobState;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.resource.ObjectReference;
import org.nessiebackup.operator.resource.RestorePlan;
import org.nessiebackup.operator.resource.RestoreSpec;
import org.nessiebackup.operator.resource.RestoreStatus;
import org.nessiebackup.operator.resource.TargetSource;

class RestoreStepTest {
  private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");
  private static final JobReference JOB = new JobReference("lake-restore-01234567", "uid");
  private static final String DIGEST = "0123456789abcdef";
  private static final RestorePlan PLAN =
      new RestorePlan(
          "20261130T020000Z-7f3a", "exact", null, null, 7L, 3L, 1L, null, null, 1.0, 1, null, null);

  @Test
  void nothingIsDoneBeforeItIsPlanned() {
    assertThat(next(spec(DIGEST, false), draft().whole(), Map.of()))
        .isEqualTo(new RestoreStep.StartPlan());
  }

  @Test
  void approvalOfNothingIsNoApproval() {
    assertThat(next(spec(null, false), planned().whole(), Map.of()))
        .isEqualTo(new RestoreStep.AwaitApproval(false));
  }

  @Test
  void approvalOfAnotherPlanIsIgnored() {
    assertThat(next(spec("fedcba9876543210", false), planned().whole(), Map.of()))
        .isEqualTo(new RestoreStep.AwaitApproval(true));
  }

  @Test
  void planThatIsADayOldCannotBeApproved() {
    RestoreStatus planned =
        draft().planned(PLAN, DIGEST, NOW.minus(RestoreStep.APPROVED_WITHIN).toString()).whole();

    assertThat(next(spec(DIGEST, false), planned, Map.of())).isEqualTo(new RestoreStep.Expired());
    assertThat(next(spec(null, false), planned, Map.of())).isEqualTo(new RestoreStep.Expired());
  }

  @Test
  void restoreThatHasBegunGoesOnHoweverOldItsPlanIs() {
    RestoreStatus begun =
        draft()
            .planned(PLAN, DIGEST, NOW.minus(RestoreStep.APPROVED_WITHIN).toString())
            .started(NOW.toString())
            .whole();

    assertThat(next(spec(DIGEST, false), begun, Map.of()))
        .isEqualTo(new RestoreStep.StartRestore());
  }

  @Test
  void approvedPlanIsWrittenDownAsBegunBeforeItsJobIsStarted() {
    StatusDraft planned = planned();

    assertThat(next(spec(DIGEST, false), planned.whole(), Map.of()))
        .isEqualTo(new RestoreStep.Begin());
    assertThat(next(spec(DIGEST, false), planned.started(NOW.toString()).whole(), Map.of()))
        .isEqualTo(new RestoreStep.StartRestore());
  }

  @Test
  void jobThatWasStartedBeforeTheOperatorWasKilledIsFoundAndNotStartedAgain() {
    JobState running = new JobState.Running(JOB);

    assertThat(
            next(
                spec(DIGEST, false),
                planned().started(NOW.toString()).whole(),
                Map.of(RestoreStep.RESTORE, running)))
        .isEqualTo(new RestoreStep.WatchRestore(running));
  }

  @Test
  void jobThatNobodyKnowsOfIsNotStartedLongAfterItsRestoreHasBegun() {
    String longAgo = NOW.minusSeconds(3601).toString();

    assertThat(next(spec(DIGEST, false), planned().started(longAgo).whole(), Map.of()))
        .isEqualTo(new RestoreStep.WatchRestore(new JobState.Removed()));
  }

  @Test
  void planThatHasFailedIsNotMadeAgain() {
    assertThat(
            next(
                spec(DIGEST, false), draft().planned(null, null, NOW.toString()).whole(), Map.of()))
        .isEqualTo(new RestoreStep.Nothing());
  }

  @Test
  void whatIsDoneStaysDoneUntilSomebodyWantsItTakenBack() {
    RestoreStatus done = done().whole();

    assertThat(next(spec(DIGEST, false), done, Map.of())).isEqualTo(new RestoreStep.Nothing());
    assertThat(next(spec(DIGEST, true), done, Map.of())).isEqualTo(new RestoreStep.StartUndo());
  }

  @Test
  void whatHasFailedIsNotTakenBack() {
    RestoreStatus failed =
        planned().started(NOW.toString()).restoreJob(JOB).failed(NOW.toString()).whole();

    assertThat(next(spec(DIGEST, true), failed, Map.of())).isEqualTo(new RestoreStep.Nothing());
  }

  @Test
  void whatWasTakenBackStaysSo() {
    RestoreStatus undone = done().undoJob(JOB).undone(NOW.toString()).whole();

    assertThat(next(spec(DIGEST, true), undone, Map.of())).isEqualTo(new RestoreStep.Nothing());
  }

  private static StatusDraft done() {
    Outcome outcome =
        Outcome.of(
                "{\"message_type\":\"result\",\"succeeded\":true,"
                    + "\"summary\":{\"kept_schema\":\"kept\"}}")
            .orElseThrow();
    return planned().started(NOW.toString()).restoreJob(JOB).completed(NOW.toString(), outcome);
  }

  private static StatusDraft planned() {
    return draft().planned(PLAN, DIGEST, NOW.toString());
  }

  private static StatusDraft draft() {
    return new StatusDraft(RestoreStatus.none(), new Conditions(List.of(), 1L, NOW));
  }

  private static RestoreSpec spec(String approval, boolean undo) {
    return new RestoreSpec(
        new ObjectReference("lake"),
        new TargetSource("latest", null, null),
        null,
        null,
        approval,
        undo);
  }

  private static RestoreStep next(
      RestoreSpec spec, RestoreStatus status, Map<String, JobState> jobs) {
    return RestoreStep.next(
        spec, status, step -> jobs.getOrDefault(step, new JobState.Absent()), NOW);
  }
}
