package org.nessiebackup.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.ClusterScene;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.ObjectReference;
import org.nessiebackup.operator.resource.RestoreSpec;
import org.nessiebackup.operator.resource.RestoredReference;
import org.nessiebackup.operator.resource.StatusCondition;
import org.nessiebackup.operator.resource.TargetSource;

class RestoreReconcilerTest {
  private static final String PLAN =
      """
      {"plan":{"backup_id":"20261130T020000Z-7f3a","point":{"id":"20261130T020000Z-7f3a.17",
      "kind":"tip"},"rows":7,"loses":{"commits":3,"contents":1,"references":[{"name":"main",
      "effect":"moved-back"}]},"kubernetes":{"replicas":2},"warnings":["a view stays"]}}
      """;

  private static final String DONE =
      """
      {"kept_schema":"nessie_kept","kubernetes":{"references":17,"downtime_seconds":9.5}}
      """;

  private final ClusterScene scene = new ClusterScene();
  private final RestoreReconciler reconciler =
      new RestoreReconciler(scene.declarations(), scene.jobs(), scene.writer());
  private final NessieRestore restore = scene.named(new NessieRestore(), "last-night");

  RestoreReconcilerTest() {
    scene.declare();
    spec(null, false);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void planIsMadeByAJobThatChangesNothingAndWaitsForItsApproval() {
    begin();
    assertThat(arguments("plan"))
        .containsExactly("restore", "latest", "--kubernetes", "--workload", "nessie", "--dry-run");

    planned();

    assertThat(restore.getStatus().plan().point()).isEqualTo("20261130T020000Z-7f3a.17");
    assertThat(restore.getStatus().plan().lostCommits()).isEqualTo(3);
    assertThat(restore.getStatus().plan().lostReferences()).containsExactly("main moved-back");
    assertThat(condition("Planned").status()).isEqualTo("True");
    assertThat(condition("Approved").reason()).isEqualTo("AwaitingApproval");
    assertThat(condition("Approved").message()).contains(restore.getStatus().planDigest());
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void wrongDigestIsIgnoredAndSaid() {
    begin();
    planned();

    spec("0123456789abcdef", false);
    reconcile();

    assertThat(condition("Approved").reason()).isEqualTo("WrongDigest");
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void approvedRestoreBringsBackThePointOfItsPlan() {
    approved();

    assertThat(arguments("restore"))
        .containsExactly(
            "restore", "20261130T020000Z-7f3a.17", "--kubernetes", "--workload", "nessie", "--yes");
    end("restore", ClusterScene.success(DONE));
    reconcile();

    assertThat(condition("Complete").status()).isEqualTo("True");
    assertThat(restore.getStatus().references()).isEqualTo(17);
    assertThat(restore.getStatus().downtimeSeconds()).isEqualTo(9.5);
    assertThat(restore.getStatus().keptSchema()).isEqualTo("nessie_kept");
  }

  @Test
  void sameTextAppliedAgainHasAnotherDigestSoThatItsApprovalIsNone() {
    begin();
    planned();
    String digest = restore.getStatus().planDigest();
    restore.getMetadata().setUid("11111111-2222-3333-4444-555555555555");
    restore.setStatus(null);
    spec(digest, true);

    begin();
    planned();
    reconcile();

    assertThat(restore.getStatus().planDigest()).isNotEqualTo(digest);
    assertThat(condition("Approved").reason()).isEqualTo("WrongDigest");
    assertThat(scene.started())
        .allSatisfy(job -> assertThat(job.getMetadata().getName()).contains("-plan-"));
  }

  @Test
  void catalogThatWasPointedElsewhereSinceThePlanIsNotRestoredUntilItIsPutBack() {
    begin();
    planned();
    scene.redeclare("database", "{host: another-postgres-rw, password: {secret: nessie-postgres}}");
    spec(restore.getStatus().planDigest(), false);
    reconcile();
    reconcile();

    assertThat(condition("Approved").reason()).isEqualTo("CatalogChanged");
    assertThat(restore.getStatus().startedAt()).isNull();
    assertThat(scene.started()).hasSize(1);

    scene.redeclare("database", "{host: nessie-postgres-rw, password: {secret: nessie-postgres}}");
    reconcile();
    reconcile();
    assertThat(condition("Approved").status()).isEqualTo("True");
    assertThat(arguments("restore")).contains("--yes");
  }

  @Test
  void catalogThatIsPointedElsewhereWhileItsRestoreBeginsIsNotRestored() {
    begin();
    planned();
    spec(restore.getStatus().planDigest(), false);
    reconcile();
    scene.redeclare("nessie", "{workload: another}");
    reconcile();
    reconcile();

    assertThat(condition("Complete").reason()).isEqualTo("CatalogChanged");
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void imageThatChangesSinceThePlanChangesNothingOfIt() {
    begin();
    planned();
    scene.redeclare("image", "{repository: registry.example/another, tag: '2'}");
    spec(restore.getStatus().planDigest(), false);
    reconcile();
    reconcile();

    assertThat(arguments("restore")).contains("--yes");
  }

  @Test
  void operatorThatWasKilledBeforeItWroteDownTheJobStartsNoSecondRestore() {
    approved();
    restore.setStatus(
        new StatusDraft(restore.getStatus(), scene.conditions(restore)).restoreJob(null).whole());

    reconcile();
    reconcile();

    assertThat(scene.started())
        .filteredOn(job -> job.getMetadata().getName().contains("-restore-"))
        .hasSize(1);
    assertThat(restore.getStatus().restoreJob()).isNotNull();
  }

  @Test
  void jobThatIsGoneIsNotStartedAgainSinceItMayHaveRestored() {
    approved();
    scene.client().resource(job("restore")).delete();

    reconcile();
    reconcile();

    assertThat(condition("Complete").reason()).isEqualTo("JobRemoved");
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void undoTakesBackJustThisRestore() {
    approved();
    end("restore", ClusterScene.success(DONE));
    reconcile();

    spec(restore.getStatus().planDigest(), true);
    reconcile();

    assertThat(arguments("undo"))
        .containsExactly(
            "undo", "--kept-schema=nessie_kept", "--kubernetes", "--workload", "nessie", "--yes");
    end("undo", ClusterScene.success("{}"));
    reconcile();
    assertThat(condition("Undone").status()).isEqualTo("True");
  }

  @Test
  void planThatCannotBeMadeSaysWhyAndNothingFollows() {
    begin();
    scene.end(
        job("plan"), false, ClusterScene.failure("backup-not-found", "there is no such backup"));
    reconcile();
    reconcile();

    assertThat(condition("Planned").reason()).isEqualTo("BackupNotFound");
    assertThat(restore.getStatus().planDigest()).isNull();
    assertThat(scene.started()).hasSize(1);
  }

  @Test
  void oneBranchIsBroughtBackWhileNessieServes() {
    restore.setSpec(
        new RestoreSpec(
            new ObjectReference(ClusterScene.CATALOG),
            new TargetSource("latest", null, null),
            new RestoredReference("main", "main-before"),
            null,
            null,
            null));

    begin();

    assertThat(arguments("plan"))
        .containsExactly(
            "restore-ref",
            "--as=main-before",
            "latest",
            "main",
            "--nessie-url",
            "http://nessie:19120",
            "--dry-run");
  }

  private void approved() {
    begin();
    planned();
    spec(restore.getStatus().planDigest(), false);
    reconcile();
    assertThat(restore.getStatus().startedAt()).isNotNull();
    reconcile();
  }

  /** What it is about is written down before its Job is started. */
  private void begin() {
    reconcile();
    assertThat(scene.started())
        .noneSatisfy(job -> assertThat(job.getMetadata().getName()).endsWith(suffix("plan")));
    reconcile();
  }

  private void planned() {
    end("plan", ClusterScene.success(PLAN));
    reconcile();
  }

  private void end(String step, String message) {
    scene.end(job(step), true, message);
  }

  private List<String> arguments(String step) {
    return job(step).getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
  }

  private Job job(String step) {
    return scene.started().stream()
        .filter(job -> job.getMetadata().getName().endsWith(suffix(step)))
        .findFirst()
        .orElseThrow();
  }

  private String suffix(String step) {
    return "-" + step + "-" + restore.getMetadata().getUid().substring(0, 8);
  }

  private void reconcile() {
    scene.written(restore, reconciler.reconcile(restore, null));
  }

  private void spec(String approval, boolean undo) {
    restore.setSpec(
        new RestoreSpec(
            new ObjectReference(ClusterScene.CATALOG),
            new TargetSource("latest", null, null),
            null,
            null,
            approval,
            undo));
  }

  private StatusCondition condition(String type) {
    return restore.conditions().stream()
        .filter(said -> said.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
