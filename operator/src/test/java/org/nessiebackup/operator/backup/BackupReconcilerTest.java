package org.nessiebackup.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.kubernetes.testbed.ApiFaults;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.operator.ClusterScene;
import org.nessiebackup.operator.resource.BackupSpec;
import org.nessiebackup.operator.resource.BackupType;
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.resource.ObjectReference;
import org.nessiebackup.operator.resource.StatusCondition;

class BackupReconcilerTest {
  private final ClusterScene scene = new ClusterScene();
  private final BackupReconciler reconciler =
      new BackupReconciler(scene.declarations(), scene.jobs(), scene.writer());
  private final NessieBackup backup = scene.named(new NessieBackup(), "before-upgrade");

  BackupReconcilerTest() {
    backup.setSpec(
        new BackupSpec(
            new ObjectReference(ClusterScene.CATALOG), BackupType.FULL, List.of("upgrade")));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void backupIsOneJobAndWhatCameOfItIsWrittenDown() {
    scene.declare();

    reconcile();
    assertThat(condition().status()).isEqualTo("Unknown");
    assertThat(condition().reason()).isEqualTo("Running");
    Job job = scene.started().getFirst();
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
        .containsExactly("backup", "--type", "full", "--tag=upgrade");
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isPositive();

    scene.end(
        job,
        true,
        ClusterScene.success(
            """
            {"backup_id":"20261130T020000Z-7f3a","backup":{"type":"full","rows":7}}
            """));
    reconcile();

    assertThat(condition().status()).isEqualTo("True");
    assertThat(backup.getStatus().backup()).isEqualTo("20261130T020000Z-7f3a");
    assertThat(backup.getStatus().rows()).isEqualTo(7);
    assertThat(backup.getStatus().completedAt()).isEqualTo("2026-11-30T02:00:07Z");
    reconcile();
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void operatorThatWasKilledBeforeItWroteDownTheJobFindsItAndStartsNoOther() {
    scene.declare();
    reconcile();
    backup.setStatus(null);

    reconcile();

    assertThat(scene.started()).hasSize(1);
    assertThat(backup.getStatus().job().uid())
        .isEqualTo(scene.started().getFirst().getMetadata().getUid());
  }

  @Test
  void failureHasTheReasonOfTheCommand() {
    scene.declare();
    reconcile();

    scene.end(
        scene.started().getFirst(),
        false,
        ClusterScene.failure("vault-not-found", "there is no vault"));
    reconcile();

    assertThat(condition().status()).isEqualTo("False");
    assertThat(condition().reason()).isEqualTo("VaultNotFound");
    assertThat(condition().message()).isEqualTo("there is no vault");
  }

  @Test
  void podThatWasKilledLeavesWhatKubernetesSays() {
    scene.declare();
    reconcile();

    scene.end(scene.started().getFirst(), false, "Killed");
    reconcile();

    assertThat(condition().reason()).isEqualTo("PodFailurePolicy");
    assertThat(condition().message()).contains("as Kubernetes says it");
  }

  @Test
  void jobThatSomebodyHasRemovedIsNotStartedAgain() {
    scene.declare();
    reconcile();
    scene.client().resource(scene.started().getFirst()).delete();

    reconcile();

    assertThat(scene.started()).isEmpty();
    assertThat(condition().reason()).isEqualTo("JobRemoved");
  }

  @Test
  void catalogThatIsNotThereIsWaitedFor() {
    reconcile();
    assertThat(condition().status()).isEqualTo("Unknown");
    assertThat(condition().reason()).isEqualTo("CatalogNotFound");

    scene.declare();
    reconcile();

    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void refusedJobIsSaidAndStartedOnceSomebodyHasMendedWhy() {
    scene.declare();
    scene.faults().refuse(403, 0, 1, BackupReconcilerTest::startsAJob);

    reconcile();

    assertThat(scene.started()).isEmpty();
    assertThat(condition().status()).isEqualTo("Unknown");
    assertThat(condition().reason()).isEqualTo("Refused");

    reconcile();
    assertThat(condition().reason()).isEqualTo("Running");
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void jobWhoseAnswerWasLostIsFoundAndNoOtherIsStarted() {
    scene.declare();
    scene.faults().add(ApiFaults.Trouble.ANSWER_LOST, 0, 1, BackupReconcilerTest::startsAJob);

    assertThatThrownBy(this::reconcile).isInstanceOf(KubernetesClientException.class);
    reconcile();

    assertThat(scene.started()).hasSize(1);
    assertThat(condition().reason()).isEqualTo("Running");
  }

  private static boolean startsAJob(ApiRequest request) {
    return request.method().equals("POST") && request.resource().equals("jobs");
  }

  @Test
  void deletionWaitsForWhatRunsAndForNothingElse() {
    scene.declare();
    reconcile();
    assertThat(reconciler.cleanup(backup, null).isRemoveFinalizer()).isFalse();

    scene.end(scene.started().getFirst(), true, ClusterScene.success("{}"));

    assertThat(reconciler.cleanup(backup, null).isRemoveFinalizer()).isTrue();
  }

  private void reconcile() {
    scene.written(backup, reconciler.reconcile(backup, null));
  }

  private StatusCondition condition() {
    return backup.conditions().getFirst();
  }
}
