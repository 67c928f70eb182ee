package org.nessiebackup.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
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

class CheckpointStoreTest {
  private static final Checkpoint STATE =
      new Checkpoint(
          "20261126T030000Z-7f3a",
          ExchangeAction.RESTORE,
          Optional.of("20261125T020000Z-1b2c"),
          "nessie",
          "stopping",
          3,
          List.of(
              new PausedCronJob("nessie-gc", Optional.of(false)),
              new PausedCronJob("nessie-cleanup", Optional.empty())),
          Instant.parse("2026-11-26T03:00:00.123Z"),
          "anna@laptop \"at night\"");

  @TempDir Path folder;
  private ClusterScene scene;
  private CheckpointStore states;
  private WorkloadName name;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder);
    states = new CheckpointStore(scene.connection);
    scene.cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 3)).create();
    name = scene.workload().name();
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private static void assertFailure(Throwable thrown, Failure failure) {
    assertThat(thrown)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(failure, BackupException::failure);
  }

  private Optional<Checkpoint> saved() {
    return states.read(scene.workload());
  }

  private void annotate(String text) {
    scene
        .cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(name.namespace())
        .withName(name.name())
        .edit(
            deployment -> {
              deployment
                  .getMetadata()
                  .setAnnotations(java.util.Map.of(CheckpointStore.ANNOTATION, text));
              return deployment;
            });
  }

  @Test
  void stateIsReadAsItWasWrittenAndGoneAfterwards() {
    assertThat(saved()).isEmpty();
    states.write(name, Optional.empty(), STATE);
    assertThat(saved()).contains(STATE);
    states.write(name, Optional.of(STATE), STATE.at("stopped"));
    assertThat(saved()).contains(STATE.at("stopped"));
    states.remove(name, STATE.at("stopped"));
    assertThat(saved()).isEmpty();
    assertThat(scene.workload().annotations()).isEmpty();
  }

  @Test
  void otherChangesOfTheWorkloadInBetweenDoNoHarm() {
    scene.cluster.faults().refuse(409, 0, 3, request -> request.verb().equals("patch"));
    states.write(name, Optional.empty(), STATE);
    assertThat(saved()).contains(STATE);
  }

  @Test
  void workloadThatNeverRestsIsGivenUp() {
    scene.cluster.faults().refuse(409, 0, 100, request -> request.verb().equals("patch"));
    assertThatThrownBy(() -> states.write(name, Optional.empty(), STATE))
        .satisfies(e -> assertFailure(e, Failure.CLUSTER));
  }

  @Test
  void stateOfSomebodyElseIsNotReplaced() {
    states.write(name, Optional.empty(), STATE);
    assertThatThrownBy(() -> states.write(name, Optional.empty(), STATE.at("other")))
        .satisfies(e -> assertFailure(e, Failure.LOCKED));
    assertThatThrownBy(() -> states.remove(name, STATE.at("other")))
        .satisfies(e -> assertFailure(e, Failure.LOCKED));
    assertThat(saved()).contains(STATE);
  }

  @Test
  void attemptWhoseAnswerWasLostIsKnownAgain() {
    scene
        .cluster
        .faults()
        .add(Trouble.ANSWER_LOST, 0, 1, request -> request.verb().equals("patch"));
    states.write(name, Optional.empty(), STATE);
    assertThat(saved()).contains(STATE);
  }

  @Test
  void everyChangeByHandIsNoticed() {
    String text = CheckpointJson.write(STATE);
    for (int i = 0; i < text.length(); i++) {
      String damaged = text.substring(0, i) + '~' + text.substring(i + 1);
      assertThatThrownBy(() -> CheckpointJson.read(damaged, "it"))
          .isInstanceOf(BackupException.class);
    }
    annotate(text.replace("\"replicas\":3", "\"replicas\":0"));
    assertThatThrownBy(this::saved)
        .hasMessageContainingAll(CheckpointStore.ANNOTATION, "deployment/nessie")
        .satisfies(e -> assertFailure(e, Failure.DAMAGED));
  }

  @Test
  void unknownMembersArePassedOverAndAnUnknownVersionIsRefused() {
    String later =
        ChecksummedJson.with(CheckpointJson.write(STATE), node -> node.put("colour", "green"));
    assertThat(CheckpointJson.read(later, "it")).isEqualTo(STATE);
    annotate(later);
    states.write(name, Optional.of(STATE), STATE.at("stopped"));
    assertThat(saved()).contains(STATE.at("stopped"));
    String newer =
        ChecksummedJson.with(CheckpointJson.write(STATE), node -> node.put("version", 2));
    assertThatThrownBy(() -> CheckpointJson.read(newer, "it"))
        .satisfies(e -> assertFailure(e, Failure.FORMAT_UNSUPPORTED));
  }

  @Test
  void actionThatIsUnknownIsRefused() {
    String odd =
        ChecksummedJson.with(CheckpointJson.write(STATE), node -> node.put("action", "dance"));
    assertThatThrownBy(() -> CheckpointJson.read(odd, "it"))
        .satisfies(e -> assertFailure(e, Failure.DAMAGED));
  }
}
