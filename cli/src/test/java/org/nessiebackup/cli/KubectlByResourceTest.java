package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.kubernetes.testbed.DeclaredResources;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestJobs;

/** The plugin of kubectl where an operator looks after a catalog. */
class KubectlByResourceTest {
  private static final String CATALOG =
      """
      apiVersion: nessie-backup.org/v1alpha1
      kind: NessieCatalog
      metadata: {name: %s, namespace: data-platform}
      spec: {vaultRef: {name: lake}, database: {cnpgCluster: nessie-postgres}, backup: {type: auto}}
      status:
        recoveryPoint: "2026-11-30T02:15:00Z"
        lastDrillSeconds: 43.2
        recentBackups:
          - {id: 20261130T020000Z-7f3a, type: full, at: "2026-11-30T02:00:00Z"}
        vault: {newestBackup: "2026-11-30T02:00:00Z", lastDrill: "2026-11-29T02:00:00Z"}
        runs:
          - {component: backup, job: a, endedAt: "2026-11-30T02:01:00Z", succeeded: true}
          - {component: prune, job: b, endedAt: "2026-11-30T02:30:00Z", succeeded: false, message: no room}
        conditions:
          - {type: Ready, status: "True", reason: Applied, message: all its objects are there, lastTransitionTime: "2026-11-01T00:00:00Z"}
          - {type: BackedUp, status: "%s", reason: Succeeded, message: as its runs say, lastTransitionTime: "2026-11-30T02:01:00Z"}
      """;

  private static final String CRON_JOB =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: %s
        namespace: data-platform
        labels:
          app.kubernetes.io/name: nessie-backup
          app.kubernetes.io/instance: %s
          app.kubernetes.io/component: status
      spec:
        schedule: "12 * * * *"
        jobTemplate:
          spec:
            template:
              spec:
                restartPolicy: Never
                containers:
                  - {name: nessie-backup, image: "nessie-backup:0.2.0", args: [status]}
      """;

  private @TempDir Path folder;
  private final List<List<String>> commands = new CopyOnWriteArrayList<>();
  private TestCluster cluster;
  private DeclaredResources resources;
  private TestJobs jobs;
  private ActingOperator operator;
  private String kubeconfig;
  private volatile int exitCode;

  @BeforeEach
  void declare() {
    cluster = TestCluster.start();
    kubeconfig = cluster.kubeconfig(folder).toString();
    resources = new DeclaredResources(cluster);
    resources.create(CATALOG.formatted("lake", "True"));
    cluster.client().resource(CRON_JOB.formatted("lake-nessie-backup-status", "lake")).create();
    jobs =
        TestJobs.start(
            cluster,
            arguments -> {
              commands.add(arguments);
              return new TestJobs.Ending(exitCode, "ran " + arguments.getFirst() + "\n");
            });
    operator = ActingOperator.start(cluster);
  }

  @AfterEach
  void stop() {
    operator.close();
    jobs.close();
    cluster.close();
  }

  private ProgramRun run(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "kubectl";
    line[1] = "--kubeconfig";
    line[2] = kubeconfig;
    System.arraycopy(words, 0, line, 3, words.length);
    return ProgramRun.of(Map.of("KUBECONFIG", kubeconfig), line);
  }

  private GenericKubernetesResource only(String kind) {
    List<GenericKubernetesResource> all = resources.all(kind);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private String approval() {
    return only("NessieRestore").get("spec", "approval");
  }

  private Boolean undoWanted() {
    return only("NessieRestore").get("spec", "undo");
  }

  /** Somebody with rights on the kinds alone. */
  private void mayWriteResourcesOnly() {
    cluster.rules().forget(TestCluster.OPERATOR);
    cluster
        .rules()
        .allow(
            TestCluster.OPERATOR,
            TestCluster.NAMESPACE,
            List.of(
                new PolicyRuleBuilder()
                    .withApiGroups("nessie-backup.org")
                    .withResources("*")
                    .withVerbs("get", "list", "create", "patch")
                    .build()));
  }

  @Test
  void backupIsAResourceWhoseJobIsFollowed() {
    ProgramRun backup = run("backup", "--tag", "migration");

    assertThat(backup.status()).isZero();
    assertThat(backup.out()).isEqualTo("ran backup\n");
    assertThat(backup.err()).contains("asked for by NessieBackup \"lake-");
    GenericKubernetesResource made = only("NessieBackup");
    assertThat((String) made.get("spec", "catalogRef", "name")).isEqualTo("lake");
    assertThat((String) made.get("spec", "type")).isEqualTo("auto");
    assertThat((List<?>) made.get("spec", "tags")).isEqualTo(List.of("migration"));
    assertThat(commands).containsExactly(List.of("backup", "--by-resource"));
  }

  @Test
  void whatFailsEndsWithTheExitCodeOfItsPod() {
    exitCode = 3;

    ProgramRun drill = run("drill");

    assertThat(drill.status()).isEqualTo(3);
    assertThat(drill.err()).contains("failed and stays");
    assertThat((String) only("NessieDrill").get("spec", "source", "backup")).isEqualTo("latest");
  }

  @Test
  void whoMayReadNoPodIsToldByTheResourceAlone() {
    mayWriteResourcesOnly();
    assertThat(run("backup").status()).isZero();

    exitCode = 3;
    ProgramRun drill = run("drill");

    assertThat(drill.status()).isEqualTo(3);
    assertThat(drill.err()).contains("as the operator says it");
    assertThat(drill.out()).isEmpty();
  }

  @Test
  void restoreIsPlannedShownAndCarriedOutWithItsDigest() {
    mayWriteResourcesOnly();

    ProgramRun restore = run("restore", "latest", "--yes");

    assertThat(restore.status()).isZero();
    assertThat(restore.out())
        .contains("20261130T020000Z-7f3a", "lostCommits", "digest", ActingOperator.DIGEST);
    assertThat(approval()).isEqualTo(ActingOperator.DIGEST);
  }

  @Test
  void restoreThatNobodyConfirmsStaysPlannedForWhoApprovesItsDigest() {
    ProgramRun asked = run("restore", "--to", "2026-11-30T01:00:00Z");

    assertThat(asked.status()).isEqualTo(13);
    assertThat(asked.err()).contains("restore --approve " + ActingOperator.DIGEST);
    assertThat((String) only("NessieRestore").get("spec", "source", "to"))
        .isEqualTo("2026-11-30T01:00:00Z");
    assertThat(approval()).isNull();

    assertThat(run("restore", "--approve", "fedcba9876543210").status()).isEqualTo(2);
    assertThat(approval()).isNull();

    assertThat(run("restore", "--approve", ActingOperator.DIGEST).status()).isZero();
    assertThat(approval()).isEqualTo(ActingOperator.DIGEST);
  }

  @Test
  void planAloneChangesNothing() {
    ProgramRun plan = run("restore", "latest", "--dry-run");

    assertThat(plan.status()).isZero();
    assertThat(plan.out()).contains("lostCommits");
    assertThat(approval()).isNull();
  }

  @Test
  void undoTakesTheNewestRestoreBack() {
    assertThat(run("restore", "latest", "--yes").status()).isZero();

    ProgramRun looked = run("undo", "--dry-run");
    assertThat(looked.status()).isZero();
    assertThat(looked.out()).contains("20261130T020000Z-7f3a");
    assertThat(undoWanted()).isNull();
    assertThat(run("undo").status()).isEqualTo(13);

    assertThat(run("undo", "-y").status()).isZero();
    assertThat(undoWanted()).isTrue();
  }

  @Test
  void undoOfWhatIsNotCompleteIsRefused() {
    run("restore", "latest", "--dry-run");

    ProgramRun undo = run("undo", only("NessieRestore").getMetadata().getName(), "--yes");

    assertThat(undo.status()).isEqualTo(13);
    assertThat(undoWanted()).isNull();
  }

  @Test
  void undoWithoutAnyRestoreByResourceIsThatOfHere() {
    ProgramRun undo = run("undo", "--yes");

    assertThat(undo.status()).isEqualTo(2);
    assertThat(undo.err()).contains("no database is given");
  }

  @Test
  void statusShowsWhatTheOperatorHasSeenAndThenAsksTheVault() {
    exitCode = 14;

    ProgramRun status = run("status");

    assertThat(status.status()).isEqualTo(14);
    assertThat(status.out())
        .containsSubsequence(
            "NessieCatalog lake",
            "Ready",
            "True",
            "recovery point",
            "2026-11-30T02:15:00Z",
            "newest backup",
            "20261130T020000Z-7f3a, full",
            "last drill",
            "43 s to serve",
            "backup",
            "done",
            "prune",
            "failed",
            "no room",
            "ran status");
    assertThat(run("status", "lake").out()).contains("NessieCatalog lake");
    assertThat(run("status", "nowhere").status()).isEqualTo(2);
  }

  @Test
  void whoMayMakeNoJobHearsWhatTheOperatorHasSeen() {
    mayWriteResourcesOnly();

    ProgramRun status = run("status");

    assertThat(status.status()).isZero();
    assertThat(status.out()).contains("NessieCatalog lake").doesNotContain("ran");
    assertThat(status.err()).contains("the vault is not asked");

    resources.update(CATALOG.formatted("lake", "False"));
    assertThat(run("status").status()).isEqualTo(3);
  }

  @Test
  void severalCatalogsHaveToBeToldApart() {
    cluster.client().resource(CRON_JOB.formatted("sales-nessie-backup-status", "sales")).create();

    ProgramRun backup = run("backup");

    assertThat(backup.status()).isEqualTo(1);
    assertThat(backup.err()).contains("several catalogs: lake, sales");
    assertThat(resources.all("NessieBackup")).isEmpty();
    assertThat(run("backup", "--instance", "lake").status()).isZero();
    assertThat(resources.all("NessieBackup")).hasSize(1);
  }

  @Test
  void whatAResourceHasNoWordForIsDoneWithoutOne() {
    ProgramRun restore = run("restore", "latest", "--move-views", "--dry-run");
    ProgramRun status = run("status", "--max-age", "26h");

    assertThat(restore.err()).contains("no database is given");
    assertThat(status.out()).isEqualTo("ran status\n");
    assertThat(resources.all("NessieRestore")).isEmpty();
  }

  @Test
  void whoMayNotReadTheKindsDoesWithoutThem() {
    cluster.rules().forget(TestCluster.OPERATOR);
    cluster
        .rules()
        .allow(
            TestCluster.OPERATOR,
            TestCluster.NAMESPACE,
            List.of(
                new PolicyRuleBuilder()
                    .withApiGroups("", "batch")
                    .withResources("*")
                    .withVerbs("*")
                    .build()));

    ProgramRun status = run("-v", "status");

    assertThat(status.out()).isEqualTo("ran status\n");
    assertThat(status.err()).contains("cannot list the objects of kind NessieCatalog");
  }
}
