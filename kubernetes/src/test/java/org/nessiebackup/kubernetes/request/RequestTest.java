package org.nessiebackup.kubernetes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.testbed.ApiFaults;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.DeclaredResources;

class RequestTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String CATALOG =
      """
      apiVersion: nessie-backup.org/v1alpha1
      kind: NessieCatalog
      metadata: {name: %s, namespace: data-platform}
      spec: {vaultRef: {name: lake}}
      """;

  @TempDir Path folder;
  private ClusterScene scene;
  private DeclaredResources declared;

  @BeforeEach
  void begin() {
    scene = new ClusterScene(folder);
    declared = new DeclaredResources(scene.cluster);
    declared.create(CATALOG.formatted("lake"));
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private DeclaredCatalog catalog() {
    return DeclaredCatalog.find(scene.connection, Optional.empty()).orElseThrow();
  }

  private Request make(ObjectKind kind) {
    return Request.make(catalog(), kind, catalog().spec());
  }

  private void say(Request request, String type, String status, String reason, long generation) {
    GenericKubernetesResource object = declared.get(request.kind().kind(), request.name());
    object.setAdditionalProperty(
        "status",
        Map.of(
            "conditions",
            List.of(
                Map.of(
                    "type", type,
                    "status", status,
                    "reason", reason,
                    "message", "why",
                    "observedGeneration", generation))));
    declared.update(object);
  }

  @Test
  void operatorThatIsNotThereIsMissedAfterTwoMinutes() {
    Request backup = make(ObjectKind.NESSIE_BACKUP);

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> backup.await(RequestStep.BACKUP, LONG, line -> {}))
        .withMessageContaining("no operator")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLUSTER));
    assertThat(Duration.between(ClusterScene.BEGIN, scene.clock.instant())).isLessThan(LONG);
    assertThat(backup.read().at("/spec/catalogRef/name").asString("")).isEqualTo("lake");
  }

  @Test
  void answerThatWasLostMakesNoSecondResource() {
    scene
        .cluster
        .faults()
        .add(ApiFaults.Trouble.ANSWER_LOST, 0, 1, request -> request.verb().equals("create"));

    Request made = make(ObjectKind.NESSIE_BACKUP);

    assertThat(made.name()).isEqualTo("lake-20261126-030000");
  }

  @Test
  void otherRequestOfTheSameSecondIsNotTakenForOnesOwn() {
    make(ObjectKind.NESSIE_RESTORE);

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                Request.make(
                    catalog(),
                    ObjectKind.NESSIE_RESTORE,
                    catalog().spec().put("approval", "0123456789abcdef")))
        .withMessageContaining("somebody else");
  }

  @Test
  void failureIsThatOfTheReason() {
    Request backup = make(ObjectKind.NESSIE_BACKUP);
    scene.inPauses.add(() -> say(backup, "Complete", "Unknown", "Running", 0));
    scene.inPauses.add(() -> say(backup, "Complete", "False", "VaultNotFound", 0));

    RequestResult result = backup.await(RequestStep.BACKUP, LONG, line -> {});

    assertThat(result.failure()).isEqualTo(Failure.VAULT_NOT_FOUND);
    assertThat(result.exitCode()).isEqualTo(10);
    assertThat(result.toldByLog()).isFalse();
  }

  @Test
  void wordOfKubernetesIsAFailureOfTheCluster() {
    assertThat(new RequestResult(false, "DeadlineExceeded", "why", OptionalInt.empty()).failure())
        .isEqualTo(Failure.CLUSTER);
    assertThat(new RequestResult(false, "Findings", "why", OptionalInt.of(14)).exitCode())
        .isEqualTo(14);
    assertThat(new RequestResult(true, "Succeeded", "", OptionalInt.of(1)).exitCode()).isZero();
  }

  @Test
  void approvalThatTheOperatorDoesNotHeedEndsTheWait() {
    Request restore = make(ObjectKind.NESSIE_RESTORE);
    scene.inPauses.add(() -> say(restore, "Approved", "False", "AwaitingApproval", 9));
    scene.inPauses.add(() -> say(restore, "Approved", "False", "CatalogChanged", 9));

    RequestResult result = restore.await(RequestStep.RESTORE, LONG, line -> {});

    assertThat(result.done()).isFalse();
    assertThat(result.reason()).isEqualTo("CatalogChanged");
  }

  @Test
  void requestThatSomebodyRemovesIsSaid() {
    Request drill = make(ObjectKind.NESSIE_DRILL);
    scene.inPauses.add(() -> declared.delete("NessieDrill", drill.name()));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> drill.await(RequestStep.DRILL, LONG, line -> {}))
        .withMessageContaining("there is no NessieDrill");
  }

  @Test
  void catalogOfANameIsFoundAmongSeveral() {
    declared.create(CATALOG.formatted("sales"));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(this::catalog)
        .withMessageContaining("lake, sales");
    assertThat(DeclaredCatalog.find(scene.connection, Optional.of("sales")))
        .get()
        .extracting(DeclaredCatalog::name)
        .isEqualTo("sales");
    assertThat(DeclaredCatalog.find(scene.connection, Optional.of("other"))).isEmpty();
  }
}
