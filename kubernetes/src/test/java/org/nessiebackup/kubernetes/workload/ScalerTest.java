package org.nessiebackup.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.PodProcess.State;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.TestCluster;

class ScalerTest {
  private static final ScaleTimeouts TERMS =
      new ScaleTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(1));
  private static final WorkloadName NAME =
      new WorkloadName(WorkloadKind.DEPLOYMENT, TestCluster.NAMESPACE, "nessie");

  @TempDir Path folder;
  private ClusterScene scene;
  private Scaler scaling;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder).withPods();
    scaling = new Scaler(scene.connection, TERMS);
    scene.cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 2)).create();
    scene.settle();
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private List<Pod> pods() {
    return scene.cluster.client().pods().inNamespace(TestCluster.NAMESPACE).list().getItems();
  }

  private void scaleByOthers(int replicas) {
    scene
        .cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie")
        .edit(
            deployment -> {
              deployment.getSpec().setReplicas(replicas);
              return deployment;
            });
  }

  private static void assertFailure(Throwable thrown, Failure failure) {
    assertThat(thrown)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(failure, BackupException::failure);
  }

  @Test
  void stopEndsWhenTheLastPodHasEnded() {
    assertThat(pods()).hasSize(2);
    scaling.stop(NAME);
    assertThat(pods()).isEmpty();
    assertThat(scene.workload().replicas()).isZero();
    scaling.requireStopped(NAME);
  }

  @Test
  void statefulSetIsStoppedAndStartedJustSo() {
    scene.cluster.client().resource(SampleWorkload.statefulSet("other", "other", 1)).create();
    scene.settle();
    WorkloadName name = new WorkloadName(WorkloadKind.STATEFUL_SET, TestCluster.NAMESPACE, "other");
    scaling.stop(name);
    assertThat(pods()).hasSize(2);
    scaling.start(name, 1);
    assertThat(pods()).hasSize(3);
  }

  @Test
  void podOnItsWayOutIsWaitedFor() {
    ScriptedPod slow = new ScriptedPod(State.READY).stubborn();
    scene.kubelet().run(pod -> slow);
    scaleByOthers(3);
    scene.settle();
    scene.inPauses.add(() -> assertThat(slow.asked()).isTrue());
    scene.inPauses.add(() -> assertThat(pods()).hasSize(1));
    scene.inPauses.add(() -> slow.is(State.ENDED));
    scaling.stop(NAME);
    assertThat(scene.pauses()).isGreaterThanOrEqualTo(3);
    assertThat(pods()).isEmpty();
  }

  @Test
  void podThatDoesNotEndIsNamedAfterTheDeadline() {
    scene.kubelet().run(pod -> new ScriptedPod(State.READY).stubborn());
    scaleByOthers(3);
    scene.settle();
    assertThatThrownBy(() -> scaling.stop(NAME))
        .hasMessageContainingAll("\"deployment/nessie\"", "30 s", "\"nessie-2\"")
        .satisfies(e -> assertFailure(e, Failure.NESSIE));
  }

  @Test
  void whoScalesUpWhileItStopsIsNoticed() {
    scene.kubelet().run(pod -> new ScriptedPod(State.READY).stubborn());
    scaleByOthers(3);
    scene.settle();
    scene.inPauses.add(() -> scaleByOthers(1));
    assertThatThrownBy(() -> scaling.stop(NAME))
        .hasMessageContainingAll("\"deployment/nessie\"", "scaled up to 1", "somebody else")
        .satisfies(e -> assertFailure(e, Failure.TARGET_GUARDED));
  }

  @Test
  void nothingIsCalledStoppedWhileAPodIsWantedOrThere() {
    scaling.stop(NAME);
    scaleByOthers(1);
    assertThatThrownBy(() -> scaling.requireStopped(NAME))
        .satisfies(e -> assertFailure(e, Failure.TARGET_GUARDED));
    scene.kubelet().run(pod -> new ScriptedPod(State.READY).stubborn());
    scene.settle();
    scaleByOthers(0);
    scene.settle();
    assertThatThrownBy(() -> scaling.requireStopped(NAME))
        .hasMessageContaining("has pods again: \"nessie-2\"")
        .satisfies(e -> assertFailure(e, Failure.TARGET_GUARDED));
  }

  @Test
  void startEndsWhenAllPodsAreReady() {
    scaling.stop(NAME);
    ScriptedPod starting = new ScriptedPod(State.STARTING);
    scene.kubelet().run(pod -> starting);
    scene.inPauses.add(() -> {});
    scene.inPauses.add(() -> {});
    scene.inPauses.add(() -> starting.is(State.READY));
    scaling.start(NAME, 2);
    assertThat(scene.workload().readyReplicas()).isEqualTo(2);
  }

  @Test
  void startOfNoneWaitsForNothing() {
    scaling.stop(NAME);
    int before = scene.pauses();
    scaling.start(NAME, 0);
    assertThat(scene.pauses()).isEqualTo(before);
  }

  @Test
  void crashingPodsSayWhyAndWhatTheyLoggedLast() {
    scaling.stop(NAME);
    scene.kubelet().run(pod -> new ScriptedPod(State.CRASHED).logs("starting\nno table objs2\n"));
    assertThatThrownBy(() -> scaling.start(NAME, 1))
        .hasMessageContainingAll(
            "not ready after 60 s", "0 of 1", "CrashLoopBackOff", "exit code 1", "no table objs2")
        .satisfies(e -> assertFailure(e, Failure.NESSIE));
  }

  @Test
  void imageThatCannotBeHadIsNamed() {
    scaling.stop(NAME);
    scene.kubelet().run(pod -> new ScriptedPod(State.IMAGE_MISSING));
    assertThatThrownBy(() -> scaling.start(NAME, 1))
        .hasMessageContainingAll("ImagePullBackOff", "Back-off pulling image")
        .satisfies(e -> assertFailure(e, Failure.NESSIE));
  }

  @Test
  void whoScalesDownWhileItStartsIsNoticed() {
    scaling.stop(NAME);
    scene.kubelet().run(pod -> new ScriptedPod(State.STARTING));
    scene.inPauses.add(() -> scaleByOthers(0));
    assertThatThrownBy(() -> scaling.start(NAME, 1))
        .hasMessageContaining("scaled down to 0")
        .satisfies(e -> assertFailure(e, Failure.TARGET_GUARDED));
  }

  @Test
  void requestToStopEndsTheWaiting() {
    scaling.stop(NAME);
    scene.kubelet().run(pod -> new ScriptedPod(State.STARTING));
    scene.inPauses.add(() -> scene.context.cancellation().request());
    assertThatThrownBy(() -> scaling.start(NAME, 1))
        .satisfies(e -> assertFailure(e, Failure.INTERRUPTED));
  }
}
