package org.nessiebackup.kubernetes.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.CatalogMove;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.FormerNessie;
import org.nessiebackup.kubernetes.exchange.HandoverPlan;
import org.nessiebackup.kubernetes.exchange.HandoverReport;
import org.nessiebackup.kubernetes.exchange.WorkloadHandover;
import org.nessiebackup.kubernetes.testbed.KillSwitch;
import org.nessiebackup.kubernetes.testbed.PodProcess.State;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.replica.PromotionReport;

/** A promotion that takes care of the two Nessies. */
class PromotionHandoverTest {
  private @TempDir Path folder;

  private static HandoverReport<PromotionReport> promote(
      WorkloadHandover<PromotionPlan, PromotionReport> handover) {
    return handover.execute(handover.plan());
  }

  private static BackupException failure(Supplier<?> work) {
    return catchThrowableOfType(BackupException.class, work::get);
  }

  private static void assertHandedOver(HandoverScene scene, String when) {
    assertThat(scene.replicas(HandoverScene.FORMER)).as(when).isZero();
    assertThat(scene.replicas(HandoverScene.NEXT)).as(when).isEqualTo(1);
    assertThat(scene.cleanUpIsSuspended()).as(when).isTrue();
    assertThat(scene.leftBehind()).as(when).isEmpty();
    assertThat(
            scene
                .servers()
                .replica()
                .query(
                    "SELECT count(*) FROM pg_stat_activity a WHERE"
                        + " usename LIKE 'nessie_test%' AND datname = current_database()"))
        .as(when)
        .containsExactly("1");
    assertThat(stage(scene)).as(when).isEqualTo(CatalogMove.Stage.MOVED);
  }

  private static void assertAllIsAsBefore(HandoverScene scene, String when) {
    assertThat(scene.replicas(HandoverScene.FORMER)).as(when).isEqualTo(1);
    assertThat(scene.replicas(HandoverScene.NEXT)).as(when).isZero();
    assertThat(scene.cleanUpIsSuspended()).as(when).isFalse();
    assertThat(scene.leftBehind()).as(when).isEmpty();
    assertThat(stage(scene)).as(when).isEqualTo(CatalogMove.Stage.BEFORE);
  }

  private static CatalogMove.Stage stage(HandoverScene scene) {
    return scene.with(handover -> handover.move().stage());
  }

  @Test
  void formerNessieIsStoppedAndTheNextOneServesTheReplica() throws Exception {
    try (HandoverScene scene = new HandoverScene(folder)) {
      HandoverPlan<PromotionPlan> plan = scene.with(WorkloadHandover::plan);
      assertThat(plan.catalog().database().obstacles()).isEmpty();
      assertThat(plan.former()).isInstanceOf(FormerNessie.Shown.class);
      assertThat(plan.pods()).isEqualTo(1);

      HandoverReport<PromotionReport> report = scene.with(PromotionHandoverTest::promote);

      assertHandedOver(scene, "");
      assertThat(report.database().orElseThrow().handover().complete()).isTrue();
      assertThat(report.references().orElseThrow()).isPositive();
      assertThat(report.times().downtime()).isPresent();
      assertThat(report.notes())
          .anySatisfy(note -> assertThat(note).contains("deployment/nessie", "must get none"))
          .anySatisfy(note -> assertThat(note).contains("\"nessie-gc\""));
      assertThat(scene.events(HandoverScene.FORMER))
          .contains("NessiePromotionStarted", "NessieStopped", "NessiePromotionCompleted");
      assertThat(scene.events(HandoverScene.NEXT)).containsExactly("NessieStarted");
      try (Connection former = scene.connect(scene.servers().primary());
          Statement statement = former.createStatement()) {
        assertThatThrownBy(
                () -> statement.execute("INSERT INTO nessie.refs2 SELECT * FROM nessie.refs2"))
            .hasMessageContaining("nessie_backup_superseded");
      }
    }
  }

  @Test
  void whatIsInTheWayOfThePromotionRefusesItBeforeNessieIsStopped() throws Exception {
    try (HandoverScene scene = new HandoverScene(folder);
        Connection stranger = scene.connect(scene.servers().replica())) {
      assertThat(stranger.isValid(10)).isTrue();
      BackupException refused = failure(() -> scene.with(PromotionHandoverTest::promote));
      assertThat(refused.failure()).isEqualTo(Failure.TARGET_GUARDED);
      assertThat(refused).hasMessageContaining("the replica is in use");
      assertAllIsAsBefore(scene, "");
      assertThat(scene.events(HandoverScene.FORMER)).isEmpty();
    }
  }

  @Test
  void whoeverElseUsesThePrimaryKeepsItsNessie() throws Exception {
    try (HandoverScene scene = new HandoverScene(folder);
        Connection stranger = scene.connect(scene.servers().primary())) {
      assertThat(stranger.isValid(10)).isTrue();
      BackupException refused = failure(() -> scene.with(PromotionHandoverTest::promote));
      assertThat(refused.failure()).isEqualTo(Failure.TARGET_GUARDED);
      assertThat(refused)
          .hasMessageContaining("everything put back")
          .hasMessageContaining("the catalog is in use");
      assertAllIsAsBefore(scene, "");
      assertThat(scene.events(HandoverScene.FORMER)).contains("NessiePromotionFailed");
    }
  }

  @Test
  void clusterOfThePrimaryThatDoesNotAnswerDoesNotKeepAnythingFromAFencedPrimary() {
    try (HandoverScene scene = new HandoverScene(folder)) {
      scene.loseFormerCluster();
      BackupException used = failure(() -> scene.with(PromotionHandoverTest::promote));
      assertThat(used).hasMessageContaining("the primary is in use");
      scene.scale(HandoverScene.FORMER, 0);

      HandoverPlan<PromotionPlan> plan = scene.with(WorkloadHandover::plan);
      assertThat(plan.former()).isInstanceOf(FormerNessie.Unreached.class);
      HandoverReport<PromotionReport> report = scene.with(PromotionHandoverTest::promote);
      assertThat(report.workloads().former()).isEmpty();
      assertThat(scene.replicas(HandoverScene.NEXT)).isEqualTo(1);
      assertThat(stage(scene)).isEqualTo(CatalogMove.Stage.MOVED);
    }
  }

  @Test
  void oneWorkloadIsNotStoppedForGoodAndStarted() {
    try (HandoverScene scene = new HandoverScene(folder)) {
      BackupException refused =
          failure(() -> scene.with(HandoverScene.NEXT, PromotionHandoverTest::promote));
      assertThat(refused.failure()).isEqualTo(Failure.USAGE);
      assertThat(refused.hint().orElseThrow()).contains("--primary-workload");
    }
  }

  @Test
  void nessieThatDoesNotComeUpIsStartedByTheNextRun() {
    try (HandoverScene scene = new HandoverScene(folder)) {
      scene.nextPod(new ScriptedPod(State.CRASHED));
      BackupException failed = failure(() -> scene.with(PromotionHandoverTest::promote));
      assertThat(failed.failure()).isEqualTo(Failure.NESSIE);
      assertThat(failed).hasMessageContaining("was promoted, but its Nessie does not serve yet");
      assertThat(failure(() -> scene.with(WorkloadHandover::abort)).failure())
          .isEqualTo(Failure.TARGET_GUARDED);
      scene.scale(HandoverScene.NEXT, 0);

      HandoverReport<PromotionReport> report = scene.with(PromotionHandoverTest::promote);
      assertThat(report.result().resumed()).isTrue();
      assertHandedOver(scene, "");
    }
  }

  private static boolean runAndKill(HandoverScene scene, int moment) {
    try (KillSwitch kill = new KillSwitch(scene, moment)) {
      scene.with(
          HandoverScene.FORMER,
          kill,
          cancellation -> kill.sleeper(),
          PromotionHandoverTest::promote);
      return kill.dead();
    } catch (KillSwitch.Killed e) {
      return true;
    }
  }

  @Test
  void killedSomewhereItIsFinishedByTheNextRunOrPutBackByAbort() {
    killedItIsFinishedByTheNextRunOrPutBackByAbort(9);
  }

  @Test
  @Tag("thorough")
  void killedAnywhereItIsFinishedByTheNextRunOrPutBackByAbort() {
    killedItIsFinishedByTheNextRunOrPutBackByAbort(1);
  }

  private void killedItIsFinishedByTheNextRunOrPutBackByAbort(int step) {
    int moment = 0;
    int aborted = 0;
    for (boolean killed = true; killed; moment += step) {
      try (HandoverScene scene = new HandoverScene(folder)) {
        killed = runAndKill(scene, moment);
        String when = "killed at moment " + moment;
        boolean early =
            killed && !scene.checkpoints().isEmpty() && stage(scene) == CatalogMove.Stage.BEFORE;
        if (early && aborted < 2) {
          aborted++;
          assertThat(scene.with(WorkloadHandover::abort).result().outcome())
              .isEqualTo(ExchangeReport.Outcome.PUT_BACK);
          assertAllIsAsBefore(scene, when);
        }
        if (killed) {
          scene.with(PromotionHandoverTest::promote);
        }
        assertHandedOver(scene, when);
      }
    }
    assertThat(moment).isGreaterThan(12);
    assertThat(aborted).isPositive();
  }
}
