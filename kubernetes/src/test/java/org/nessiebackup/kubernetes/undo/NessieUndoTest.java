package org.nessiebackup.kubernetes.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.WorkPlace;
import org.nessiebackup.kubernetes.testbed.KillSwitch;
import org.nessiebackup.kubernetes.testbed.PodProcess.State;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.WorkScene;

/** An undo on Kubernetes: of a restore that was made while Nessie was down. */
class NessieUndoTest {
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

  private static void undo() {
    try (WorkPlace place = scene.place()) {
      NessieUndo undo = new NessieUndo(place, WorkScene.OPTIONS);
      undo.execute(undo.plan(Optional.empty()));
    }
  }

  private static void abort() {
    try (WorkPlace place = scene.place()) {
      new NessieUndo(place, WorkScene.OPTIONS).abort();
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
    undo();
    assertServes(scene.backedUp(), "");
    assertThat(scene.leftBehind()).isEmpty();
  }

  @Test
  void nessieThatDoesNotStartKeepsTheRestoredCatalog() {
    scene.nextPod(new ScriptedPod(State.CRASHED));
    BackupException failure = catchThrowableOfType(BackupException.class, NessieUndoTest::undo);
    assertThat(failure.failure()).isEqualTo(Failure.NESSIE);
    assertThat(failure).hasMessageContaining("the undo was taken back");
    assertServes(scene.backedUp(), "");
    assertThat(scene.leftBehind()).isEmpty();
  }

  /** Returns when nothing was killed any more. */
  private static void killEverywhere(Consumer<String> andThen) {
    for (int moment = 0; ; moment++) {
      try (KillSwitch kill = new KillSwitch(scene, moment);
          WorkPlace place = scene.place(kill, cancellation -> kill.pace())) {
        NessieUndo undo = new NessieUndo(place, WorkScene.OPTIONS);
        undo.execute(undo.plan(Optional.empty()));
        return;
      } catch (KillSwitch.Killed e) {
        // As it should be.
      }
      andThen.accept("killed at moment " + moment);
      scene.startOver();
      scene.restoreWithoutNessie();
    }
  }

  @Test
  void killedAnywhereItIsFinishedByTheNextRun() {
    killEverywhere(
        when -> {
          boolean begun = !scene.leftBehind().stream().allMatch(each -> each.startsWith("lease"));
          if (begun || scene.catalog().equals(scene.backedUp())) {
            undo();
          }
          assertServes(scene.served(), when);
          if (begun) {
            assertThat(scene.leftBehind()).as(when).isEmpty();
          }
        });
  }

  @Test
  void killedAnywhereItIsPutBackByAbort() {
    killEverywhere(
        when -> {
          boolean begun = !scene.leftBehind().stream().allMatch(each -> each.startsWith("lease"));
          if (begun) {
            abort();
            assertServes(scene.backedUp(), when);
            assertThat(scene.leftBehind()).as(when).isEmpty();
          }
        });
  }
}
