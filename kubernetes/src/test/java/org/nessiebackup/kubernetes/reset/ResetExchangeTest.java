package org.nessiebackup.kubernetes.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.WorkloadExchange;
import org.nessiebackup.kubernetes.testbed.KillSwitch;
import org.nessiebackup.kubernetes.testbed.WorkScene;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.reset.ResetReport;

/** A reset on Kubernetes, with a Nessie that makes its tables if they are missing. */
class ResetExchangeTest {
  private static final ResetOptions FOUND =
      new ResetOptions(Optional.empty(), Optional.empty(), false);

  @TempDir static Path folder;
  private static WorkScene scene;

  @BeforeAll
  static void start() {
    scene = WorkScene.withDeployment(folder, 1).withCronJob("nessie-gc", true);
    scene.nessieMakesItsTables();
  }

  @AfterEach
  void startOver() {
    scene.startOver();
  }

  @AfterAll
  static void end() {
    scene.close();
  }

  private static WorkloadExchange<ResetPlan, ResetReport> operation(
      ExchangeContext context, Optional<String> code, Runnable lastBackup) {
    return new WorkloadExchange<>(
        context,
        WorkScene.OPTIONS,
        new ResetExchange(context, FOUND, code, catalog -> lastBackup.run(), Optional.empty()));
  }

  private static WorkloadExchange<ResetPlan, ResetReport> operation(ExchangeContext context) {
    return operation(context, Optional.empty(), () -> {});
  }

  private static ExchangeReport<ResetReport> reset(ExchangeContext context, Runnable lastBackup) {
    ExchangePlan<ResetPlan> plan = operation(context).plan();
    Optional<String> code = plan.catalog().database().map(ResetPlan::code);
    WorkloadExchange<ResetPlan, ResetReport> reset = operation(context, code, lastBackup);
    reset.requireConfirmed(plan);
    return reset.execute(plan);
  }

  private static void assertBegunAnew(String when) {
    scene.settle();
    assertThat(scene.database().query("SELECT ref_name FROM nessie.refs2"))
        .as(when)
        .containsExactly("refs/heads/main");
    assertAsBefore(when);
  }

  private static void assertAsBefore(String when) {
    assertThat(scene.replicas()).as(when).isEqualTo(1);
    assertThat(scene.kubelet().running()).as(when).hasSize(1);
    assertThat(scene.suspended("nessie-gc")).as(when).contains(true);
  }

  @Test
  void resetKeepsTheTablesAndNessieBeginsAnew() {
    List<Integer> running = new ArrayList<>();
    try (ExchangeContext context = scene.exchangeContext()) {
      ExchangeReport<ResetReport> report =
          reset(context, () -> running.add(scene.kubelet().running().size()));
      assertThat(report.references()).hasValue(1);
      String kept = report.database().orElseThrow().keptSchema();
      assertThat(scene.database().catalogFingerprint(kept)).isEqualTo(scene.served());
    }
    assertThat(running).as("pods during the last backup").containsExactly(1);
    assertBegunAnew("");
    assertThat(scene.leftBehind()).isEmpty();
    assertThat(scene.events()).contains("NessieResetStarted").endsWith("NessieCatalogReset");
  }

  @Test
  void resetWantsItsCode() {
    try (ExchangeContext context = scene.exchangeContext()) {
      WorkloadExchange<ResetPlan, ResetReport> reset = operation(context);
      ExchangePlan<ResetPlan> plan = reset.plan();
      assertThatThrownBy(() -> reset.requireConfirmed(plan))
          .isInstanceOfSatisfying(
              BackupException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.TARGET_GUARDED));
    }
  }

  @Test
  void lastBackupThatFailsEndsItBeforeAnythingIsStopped() {
    try (ExchangeContext context = scene.exchangeContext()) {
      Runnable failing =
          () -> {
            throw Failure.STORE_FULL.exception("no room");
          };
      assertThatThrownBy(() -> reset(context, failing))
          .hasMessageContainingAll("no room", "everything put back");
    }
    assertThat(scene.catalog()).isEqualTo(scene.served());
    assertAsBefore("");
    assertThat(scene.leftBehind()).isEmpty();
  }

  private static boolean runAndKill(int moment) {
    try (KillSwitch kill = new KillSwitch(scene, moment);
        ExchangeContext context = scene.exchangeContext(kill, cancellation -> kill.sleeper())) {
      reset(context, () -> {});
      return false;
    } catch (KillSwitch.Killed e) {
      return true;
    }
  }

  private static boolean begun() {
    return !scene.leftBehind().stream().allMatch(each -> each.startsWith("lease"));
  }

  /** By turns: what comes after a moment is the same work as after the next one. */
  @Test
  void killedSomewhereItIsFinishedByTheNextRunOrPutBackByAbort() {
    killedItIsFinishedByTheNextRunOrPutBackByAbort(7);
  }

  @Test
  @Tag("thorough")
  void killedAnywhereItIsFinishedByTheNextRunOrPutBackByAbort() {
    killedItIsFinishedByTheNextRunOrPutBackByAbort(1);
  }

  private void killedItIsFinishedByTheNextRunOrPutBackByAbort(int step) {
    int moment = 0;
    for (; runAndKill(moment); moment += step) {
      String when = "killed at moment " + moment;
      if (begun()) {
        finish(moment % 2 == 0, when);
      }
      scene.startOver();
    }
    assertThat(moment).isGreaterThan(10);
  }

  private static void finish(boolean forward, String when) {
    try (ExchangeContext context = scene.exchangeContext()) {
      if (forward) {
        reset(context, () -> {});
        assertBegunAnew(when);
      } else {
        operation(context).abort();
        scene.settle();
        assertThat(scene.catalog()).as(when).isEqualTo(scene.served());
        assertAsBefore(when);
      }
    }
    assertThat(scene.leftBehind()).as(when).isEmpty();
  }
}
