package org.nessiebackup.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.ApiFaults.Trouble;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.workload.ClusterEvents;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.kubernetes.workload.Workloads;

/** Trouble with the API server, and how it is reached. */
class ClusterTest {
  @TempDir Path folder;
  private ClusterScene scene;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder, Duration.ofMillis(300));
    scene.cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 2)).create();
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private static BackupException assertFailure(Throwable thrown, Failure failure) {
    assertThat(thrown)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(failure, BackupException::failure);
    return (BackupException) thrown;
  }

  @Test
  void troubleThatPassesIsBridged() {
    for (int status : new int[] {410, 429, 500, 502, 503, 504}) {
      scene.cluster.faults().refuse(status, 0, 3, request -> true);
      assertThat(scene.workload().replicas()).isEqualTo(2);
    }
    for (Trouble trouble : new Trouble[] {Trouble.CUT, Trouble.ANSWER_LOST, Trouble.HANG}) {
      scene.cluster.faults().add(trouble, 0, 1, request -> true);
      assertThat(scene.workload().replicas()).isEqualTo(2);
    }
  }

  @Test
  void troubleThatStaysEndsAfterHalfAMinuteOfAttempts() {
    for (int status : new int[] {410, 429, 500, 503}) {
      scene.cluster.faults().refuse(status, 0, 100, request -> true);
      int before = scene.pauses();
      assertThatThrownBy(scene::workload)
          .hasMessageContainingAll("API server", scene.cluster.address(), "answers " + status)
          .satisfies(e -> assertFailure(e, Failure.CLUSTER));
      assertThat(scene.pauses() - before).isEqualTo(7);
      scene.cluster.faults().clear();
    }
  }

  @Test
  void refusalIsNotRepeated() {
    scene.cluster.faults().refuse(401, 0, 100, request -> true);
    assertThatThrownBy(scene::workload)
        .hasMessageContaining("does not accept these credentials")
        .satisfies(e -> assertFailure(e, Failure.CLUSTER));
    scene.cluster.faults().clear();
    scene.cluster.rules().forget(TestCluster.OPERATOR);
    assertThatThrownBy(scene::workload)
        .hasMessageContaining("cannot list")
        .satisfies(e -> assertFailure(e, Failure.PERMISSION));
    assertThat(scene.pauses()).isZero();
  }

  @Test
  void serverThatIsNotThereIsNamed() throws Exception {
    String text = Files.readString(scene.cluster.kubeconfig(folder));
    Path nowhere =
        Files.writeString(
            folder.resolve("nowhere.yaml"),
            text.replace(scene.cluster.address(), "http://127.0.0.1:1"));
    try (Cluster cluster =
        Cluster.connect(ClusterScene.options(nowhere), scene.context.context(), scene::pause)) {
      assertThatThrownBy(() -> new Workloads(cluster).find(WorkloadQuery.ANY))
          .hasMessageContainingAll("http://127.0.0.1:1", "cannot be reached")
          .satisfies(e -> assertFailure(e, Failure.CLUSTER));
    }
  }

  @Test
  void requestToStopEndsTheAttempts() {
    scene.cluster.faults().refuse(503, 0, 100, request -> true);
    scene.inPauses.add(() -> scene.context.cancellation().request());
    assertThatThrownBy(scene::workload).satisfies(e -> assertFailure(e, Failure.INTERRUPTED));
  }

  @Test
  void kubeconfigDecidesWhereAndOptionsOverrideIt() {
    Path kubeconfig = scene.cluster.kubeconfig(folder);
    assertThat(scene.connection.namespace()).isEqualTo(TestCluster.NAMESPACE);
    assertThat(scene.connection.inside()).isFalse();
    try (Cluster other =
        Cluster.connect(
            ClusterScene.options(kubeconfig, Optional.of("elsewhere"), Optional.of("third")),
            scene.context.context(),
            scene::pause)) {
      assertThat(other.namespace()).isEqualTo("third");
    }
  }

  @Test
  void kubeconfigThatIsNotThereOrHasNoSuchContextIsAUsageError() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "{ this: is [ no yaml");
    for (ClusterOptions options :
        List.of(
            ClusterScene.options(folder.resolve("missing")),
            ClusterScene.options(broken),
            ClusterScene.options(
                scene.cluster.kubeconfig(folder), Optional.of("nothing"), Optional.empty()))) {
      assertThatThrownBy(
              () -> Cluster.connect(options, scene.context.context(), scene::pause).close())
          .satisfies(e -> assertFailure(e, Failure.USAGE));
    }
  }

  @Test
  void eventsTellOnTheWorkloadWhatHappens() {
    ClusterEvents events = new ClusterEvents(scene.connection);
    events.emit(scene.workload(), EventReason.started(ExchangeAction.RESTORE), "restores backup X");
    events.emit(scene.workload(), EventReason.failed(ExchangeAction.RESTORE), "x".repeat(5000));
    List<Event> told =
        scene.cluster.client().v1().events().inNamespace(TestCluster.NAMESPACE).list().getItems();
    assertThat(told)
        .extracting(Event::getReason)
        .containsExactlyInAnyOrder("NessieRestoreStarted", "NessieRestoreFailed");
    assertThat(told).extracting(Event::getType).containsExactlyInAnyOrder("Normal", "Warning");
    assertThat(told)
        .allSatisfy(
            event -> {
              assertThat(event.getInvolvedObject().getUid()).isEqualTo(scene.workload().uid());
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("Deployment");
              assertThat(event.getMessage().length()).isLessThanOrEqualTo(1024);
            });
  }

  @Test
  void anEventIsOneHarmlessLine() {
    String hostile = "of \u001b[2J\u202eX\nerror: forged";
    new ClusterEvents(scene.connection)
        .emit(scene.workload(), EventReason.failed(ExchangeAction.RESTORE), hostile);
    assertThat(scene.cluster.client().v1().events().inNamespace(TestCluster.NAMESPACE).list())
        .extracting(found -> found.getItems().getFirst().getMessage())
        .isEqualTo("of \ufffd[2J\ufffdX\ufffderror: forged");
  }

  @Test
  void eventThatCannotBeWrittenIsOnlyAWarning() {
    Workload workload = scene.workload();
    scene.cluster.faults().refuse(500, 0, 100, request -> request.resource().equals("events"));
    new ClusterEvents(scene.connection).emit(workload, EventReason.STOPPED, "stopped");
    assertThat(scene.context.warnings()).singleElement().asString().contains("create the Event");
  }
}
