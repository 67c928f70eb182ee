package org.nessiebackup.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  private static final String WRITTEN_BY_AN_OLDER_VERSION =
      """
      {"version":1,"work":"20261126T030000Z-7f3a","action":"restore","source":"20261125T020000Z-1b2c",\
      "schema":"nessie","step":"stopping","replicas":3,\
      "paused":[{"name":"nessie-gc","suspended":false},{"name":"nessie-cleanup"}],\
      "startedAt":"2026-11-26T03:00:00.123Z","startedBy":"anna@laptop \\"at night\\"",\
      "sha256":"ee67ea5f13be0d9f78d55d9e0b0530cb32cfc386e99493b82d08b753481c3c47"}\
      """;

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
    annotate(Map.of(CheckpointStore.ANNOTATION, text));
  }

  private void annotate(Map<String, String> annotations) {
    scene
        .cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(name.namespace())
        .withName(name.name())
        .edit(
            deployment -> {
              deployment.getMetadata().setAnnotations(annotations);
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

  /** As version 0.1 wrote it, to the letter. */
  @Test
  void whatAnOlderVersionHasWrittenIsReadAndTakenOver() {
    annotate(Map.of("nessie-backup.org/restore", WRITTEN_BY_AN_OLDER_VERSION));
    assertThat(saved()).contains(STATE);
    states.write(name, Optional.of(STATE), STATE.at("stopped"));
    assertThat(saved()).contains(STATE.at("stopped"));
    assertThat(scene.workload().annotations()).containsOnlyKeys("nessie-backup.org/exchange");
    states.remove(name, STATE.at("stopped"));
    assertThat(scene.workload().annotations()).isEmpty();
  }

  @Test
  void whatSomebodyHasEditedIsNamedByTheAnnotationItIsIn() {
    for (String key : List.of("nessie-backup.org/restore", CheckpointStore.ANNOTATION)) {
      annotate(Map.of(key, WRITTEN_BY_AN_OLDER_VERSION.replace("\"replicas\":", "\"replicas\":1")));
      assertThatThrownBy(this::saved)
          .satisfies(e -> assertFailure(e, Failure.DAMAGED))
          .hasMessageContaining("\"" + key + "\"");
    }
  }

  @Test
  void whatAnOlderVersionHasWrittenIsRemoved() {
    annotate(Map.of("nessie-backup.org/restore", WRITTEN_BY_AN_OLDER_VERSION));
    states.remove(name, STATE);
    assertThat(scene.workload().annotations()).isEmpty();
  }

  @Test
  void olderVersionThatHasBegunBesideIsNotOverwritten() {
    annotate(
        Map.of(
            "nessie-backup.org/restore",
            WRITTEN_BY_AN_OLDER_VERSION,
            CheckpointStore.ANNOTATION,
            WRITTEN_BY_AN_OLDER_VERSION));
    assertThatThrownBy(this::saved).satisfies(e -> assertFailure(e, Failure.TARGET_GUARDED));
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
