package org.nessiebackup.kubernetes.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.kubernetes.testbed.ApiFaults;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.testing.TestDatabase;

class BackupRunTest {
  private static final String NAME = "nessie-backup-check-20261126-080000";
  private static final String DONE =
      "{startTime: '2026-11-26T08:00:01Z', completionTime: '2026-11-26T08:00:43Z', succeeded: 1,"
          + " conditions: [{type: Complete, status: 'True'}]}";
  private static final String FAILED =
      "{conditions: [{type: FailureTarget, status: 'True'}, {type: Failed, status: 'True', reason:"
          + " BackoffLimitExceeded, message: it was tried 3 times}]}";

  @TempDir static Path folder;
  private static TestDatabase database;
  private CheckScene scene;

  @BeforeAll
  static void backUp() {
    database = TestDatabase.create().withCatalog("nessie");
    CheckScene.backup(folder, database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void start() {
    scene = new CheckScene(folder, database);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private Item run() {
    return scene.check(Optional.of(Duration.ofMinutes(30))).items().stream()
        .filter(item -> item.name().equals("backup-run"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jobIsMadeAsByKubectlFollowedAndRemoved() {
    scene.inPauses.add(this::isAsByKubectl);
    scene.inPauses.add(
        () -> {
          scene.pod(
              NAME, "{phase: Succeeded}", "reading the catalog\nbackup 20261126T080001Z-77aa\n");
          scene.status(NAME, DONE);
        });
    Item item = run();
    assertThat(item.status()).isEqualTo(Status.OK);
    assertThat(item.detail()).contains(NAME, "in 42 s", "backup 20261126T080001Z-77aa");
    assertThat(scene.jobs()).isEmpty();
    assertThat(scene.cluster.requests())
        .filteredOn(request -> request.verb().equals("delete"))
        .singleElement()
        .extracting(ApiRequest::body)
        .asString()
        .contains("\"propagationPolicy\":\"Background\"");
  }

  private void isAsByKubectl() {
    CronJob cronJob =
        scene
            .client()
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(TestCluster.NAMESPACE)
            .withName("nessie-backup")
            .get();
    Job job = scene.jobs().getFirst();
    assertThat(job.getMetadata().getName()).isEqualTo(NAME);
    assertThat(job.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "nessie-backup");
    assertThat(job.getMetadata().getAnnotations())
        .isEqualTo(
            Map.of("cronjob.kubernetes.io/instantiate", "manual", "example.org/team", "lake"));
    assertThat(job.getMetadata().getOwnerReferences())
        .containsExactly(
            new OwnerReference(
                "batch/v1",
                null,
                true,
                "CronJob",
                "nessie-backup",
                cronJob.getMetadata().getUid()));
    assertThat(job.getSpec()).isEqualTo(cronJob.getSpec().getJobTemplate().getSpec());
  }

  @Test
  void failureShowsTheLastWords() {
    scene.inPauses.add(
        () -> {
          scene.pod(NAME, "{phase: Failed}", "error: no room left\n-> The vault's disk is full.\n");
          scene.status(NAME, FAILED);
        });
    Item item = run();
    assertThat(item.status()).isEqualTo(Status.FAIL);
    assertThat(item.detail())
        .contains("BackoffLimitExceeded it was tried 3 times", "-> The vault's disk is full.");
    assertThat(scene.jobs()).isEmpty();
  }

  @Test
  void podThatIsNeverScheduledIsToldAfterTheDeadline() {
    scene.inPauses.add(
        () ->
            scene.pod(
                NAME,
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason:"
                    + " Unschedulable, message: 0 of 3 nodes fit}]}",
                ""));
    Item item = run();
    assertThat(item.status()).isEqualTo(Status.FAIL);
    assertThat(item.detail()).contains("within 30 min", "Unschedulable 0 of 3 nodes fit");
    assertThat(item.advice().orElse("")).contains("--run-timeout");
    assertThat(scene.jobs()).isEmpty();
  }

  @Test
  void jobIsRemovedWhenSomebodyAsksToStop() {
    scene.inPauses.add(() -> assertThat(scene.jobs()).hasSize(1));
    scene.inPauses.add(() -> scene.work.cancellation().request());
    assertThatThrownBy(this::run)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(Failure.INTERRUPTED, BackupException::failure);
    assertThat(scene.jobs()).isEmpty();
  }

  @Test
  void jobThatSomebodyRemovesIsNoSuccess() {
    scene.inPauses.add(() -> scene.client().resource(scene.jobs().getFirst()).delete());
    Item item = run();
    assertThat(item.status()).isEqualTo(Status.FAIL);
    assertThat(item.detail()).contains("somebody has removed", NAME);
  }

  @Test
  void lostAnswerMakesNoSecondJob() {
    scene.cluster.faults().add(ApiFaults.Trouble.ANSWER_LOST, 0, 1, this::startsAJob);
    // The pause before the second attempt is the first.
    scene.inPauses.add(() -> {});
    scene.inPauses.add(() -> scene.status(NAME, DONE));
    assertThat(run().status()).isEqualTo(Status.OK);
    assertThat(scene.cluster.requests()).filteredOn(this::startsAJob).hasSize(2);
    assertThat(scene.jobs()).isEmpty();
  }

  private boolean startsAJob(ApiRequest request) {
    return request.verb().equals("create") && request.resource().equals("jobs");
  }

  @Test
  void jobThatCannotBeRemovedIsNamedBesideWhatItDid() {
    scene.cluster.faults().refuse(500, 0, 3, request -> request.verb().equals("delete"));
    scene.inPauses.add(() -> scene.status(NAME, DONE));
    assertThat(scene.check(Optional.of(Duration.ofMinutes(30))).items())
        .filteredOn(item -> item.name().equals("backup-run"))
        .extracting(Item::status)
        .containsExactly(Status.OK, Status.WARN);
    assertThat(scene.jobs()).hasSize(1);
  }
}
