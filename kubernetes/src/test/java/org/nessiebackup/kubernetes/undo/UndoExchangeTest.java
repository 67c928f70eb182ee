package org.nessiebackup.kubernetes.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.WorkloadExchange;
import org.nessiebackup.kubernetes.testbed.KillSwitch;
import org.nessiebackup.kubernetes.testbed.PodProcess.State;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.WorkScene;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;

/** An undo on Kubernetes: of a restore that was made while Nessie was down. */
class UndoExchangeTest {
  @TempDir static Path folder;
  private static WorkScene scene;

  @BeforeAll
  static void start() {
    scene = WorkScene.withDeployment(folder, 1).withCronJob("nessie-gc", false);
  }

  @BeforeEach
  void restore() {
    scene.restoreWithoutNessie();
  }

  @AfterEach
  void startOver() {
    scene.startOver();
  }

  @AfterAll
  static void end() {
    scene.close();
  }

  private static WorkloadExchange<UndoPlan.SwapBack, UndoReport> operation(
      ExchangeContext context) {
    return new WorkloadExchange<>(
        context,
        WorkScene.OPTIONS,
        new UndoExchange(context, new UndoOptions(Optional.empty(), false), Optional.empty()));
  }

  private static void undo() {
    try (ExchangeContext context = scene.exchangeContext()) {
      WorkloadExchange<UndoPlan.SwapBack, UndoReport> undo = operation(context);
      undo.execute(undo.plan());
    }
  }

  private static void abort() {
    try (ExchangeContext context = scene.exchangeContext()) {
      operation(context).abort();
    }
  }

  private static void assertServes(List<String> catalog, String when) {
    scene.settle();
    assertThat(scene.catalog()).as(when).isEqualTo(catalog);
    assertThat(scene.replicas()).as(when).isEqualTo(1);
    assertThat(scene.kubelet().running()).as(when).hasSize(1);
    assertThat(scene.suspended("nessie-gc")).as(when).contains(false);
  }

  @Test
  void undoBringsTheFormerCatalogBackAndCanBeUndone() {
    undo();
    assertServes(scene.served(), "");
    assertThat(scene.events()).contains("NessieUndoStarted").endsWith("NessieUndoCompleted");
    undo();
    assertServes(scene.backedUp(), "");
    assertThat(scene.leftBehind()).isEmpty();
  }

  @Test
  void nessieThatDoesNotStartKeepsTheRestoredCatalog() {
    scene.nextPod(new ScriptedPod(State.CRASHED));
    BackupException failure = catchThrowableOfType(BackupException.class, UndoExchangeTest::undo);
    assertThat(failure.failure()).isEqualTo(Failure.NESSIE);
    assertThat(failure).hasMessageContaining("the undo was taken back");
    assertServes(scene.backedUp(), "");
    assertThat(scene.leftBehind()).isEmpty();
  }

  private static boolean begun() {
    return !scene.leftBehind().stream().allMatch(each -> each.startsWith("lease"));
  }

  private static boolean runAndKill(int moment) {
    try (KillSwitch kill = new KillSwitch(scene, moment);
        ExchangeContext context = scene.exchangeContext(kill, cancellation -> kill.sleeper())) {
      WorkloadExchange<UndoPlan.SwapBack, UndoReport> undo = operation(context);
      undo.execute(undo.plan());
      return false;
    } catch (KillSwitch.Killed e) {
      return true;
    }
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
        if (moment % 2 == 0) {
          undo();
        } else {
          abort();
        }
        assertServes(moment % 2 == 0 ? scene.served() : scene.backedUp(), when);
        assertThat(scene.leftBehind()).as(when).isEmpty();
      }
      scene.startOver();
      scene.restoreWithoutNessie();
    }
    assertThat(moment).isGreaterThan(10);
  }
}
