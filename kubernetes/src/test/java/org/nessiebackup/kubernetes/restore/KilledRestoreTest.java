package org.nessiebackup.kubernetes.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.WorkloadExchange;
import org.nessiebackup.kubernetes.testbed.KillSwitch;
import org.nessiebackup.kubernetes.testbed.WorkScene;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.vault.point.PointSelector;

/**
 * A restore that is killed at a moment, and what the next process makes of it: at each that there
 * is, or at some of them.
 */
class KilledRestoreTest {
  /** Between two of some moments. */
  private static final int SOME = 9;

  private static final RestoreRequest LATEST =
      new RestoreRequest(
          Optional.of(new PointSelector.Named("latest", true)), Optional.empty(), 2, false);

  @TempDir Path folder;

  private static WorkloadExchange<RestorePlan, RestoreReport> restore(
      WorkScene scene, ExchangeContext context) {
    return new WorkloadExchange<>(
        context,
        WorkScene.OPTIONS,
        new RestoreExchange(context, () -> scene.operations().vault(), LATEST));
  }

  /** Whether it was killed. */
  private static boolean runAndKill(WorkScene scene, int moments) {
    try (KillSwitch kill = new KillSwitch(scene, moments);
        ExchangeContext context = scene.exchangeContext(kill, cancellation -> kill.sleeper())) {
      WorkloadExchange<RestorePlan, RestoreReport> restore = restore(scene, context);
      restore.execute(restore.plan());
      return kill.dead();
    } catch (KillSwitch.Killed e) {
      return true;
    } catch (BackupException e) {
      throw new AssertionError("killed at moment " + moments, e);
    }
  }

  /** A lease ends by itself, if nothing else is there that somebody would have to put back. */
  private static void assertNothingIsLeft(WorkScene scene, String when) {
    assertThat(scene.leftBehind()).as(when).isEmpty();
    assertAllIsAsBefore(scene, when);
  }

  private static void assertAllIsAsBefore(WorkScene scene, String when) {
    scene.settle();
    assertThat(scene.replicas()).as(when).isEqualTo(1);
    assertThat(scene.kubelet().running()).as(when).hasSize(1);
    assertThat(scene.suspended("nessie-gc").orElse(false)).as(when).isFalse();
    assertThat(scene.suspended("nessie-cleanup")).as(when).contains(true);
  }

  private WorkScene scene() {
    return WorkScene.withDeployment(folder, 1)
        .withCronJob("nessie-gc", null)
        .withCronJob("nessie-cleanup", true);
  }

  @Test
  void theNextRunFinishesIt() {
    theNextRunFinishesIt(SOME);
  }

  @Test
  @Tag("thorough")
  void theNextRunFinishesItWheneverItIsKilled() {
    theNextRunFinishesIt(1);
  }

  private void theNextRunFinishesIt(int step) {
    try (WorkScene scene = scene()) {
      int moment = 0;
      while (runAndKill(scene, moment)) {
        try (ExchangeContext context = scene.exchangeContext()) {
          WorkloadExchange<RestorePlan, RestoreReport> restore = restore(scene, context);
          restore.execute(restore.plan());
        }
        assertThat(scene.catalog()).isEqualTo(scene.backedUp());
        assertNothingIsLeft(scene, "killed at moment " + moment);
        scene.startOver();
        moment += step;
      }
      assertThat(moment).isGreaterThan(20);
    }
  }

  @Test
  void abortPutsEverythingBack() {
    abortPutsEverythingBack(SOME);
  }

  @Test
  @Tag("thorough")
  void abortPutsEverythingBackWheneverItIsKilled() {
    abortPutsEverythingBack(1);
  }

  private void abortPutsEverythingBack(int step) {
    try (WorkScene scene = scene()) {
      int moment = 0;
      while (runAndKill(scene, moment)) {
        String when = "killed at moment " + moment;
        try (ExchangeContext context = scene.exchangeContext()) {
          restore(scene, context).abort();
          assertThat(scene.catalog()).as(when).isEqualTo(scene.served());
          assertNothingIsLeft(scene, when);
        } catch (BackupException nothingBegun) {
          // Killed before the beginning, or after the end, was written down.
          assertThat(nothingBegun).hasMessageContaining("no restore was begun");
          assertThat(scene.catalog()).as(when).isIn(scene.served(), scene.backedUp());
          assertThat(scene.leftBehind()).as(when).allMatch(each -> each.startsWith("lease of"));
          assertAllIsAsBefore(scene, when);
        }
        scene.startOver();
        moment += step;
      }
      assertThat(moment).isGreaterThan(20);
    }
  }
}
