package org.nessiebackup.kubernetes.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nessiebackup.check.CheckReport.Status.FAIL;
import static org.nessiebackup.check.CheckReport.Status.OK;
import static org.nessiebackup.check.CheckReport.Status.WARN;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.kubernetes.NessieWay;
import org.nessiebackup.kubernetes.Permission;
import org.nessiebackup.kubernetes.Permissions;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleBackups;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.testing.TestDatabase;

class ClusterCheckTest {
  @TempDir static Path folder;
  private static TestDatabase database;

  @BeforeAll
  static void backUp() {
    database = TestDatabase.create().withCatalog("nessie");
    CheckScene.backup(folder, database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** Of this machine, and of a vault without keys; the scene's clock stands. */
  private static boolean isOfTheTest(Item item) {
    return List.of("clock", "encryption", "signatures", "free-space").contains(item.name());
  }

  @Test
  void allIsWellWhereNothingIsWrong() {
    try (CheckScene scene = new CheckScene(folder, database)) {
      CheckReport report = scene.check();
      assertThat(report.items())
          .allMatch(item -> item.status() == OK || isOfTheTest(item))
          .extracting(Item::name)
          .startsWith(
              "cronjob",
              "time-zone",
              "suspended",
              "concurrency",
              "schedule",
              "last-success",
              "active-job",
              "failed-jobs",
              "image",
              "service-account",
              "claim",
              "storage-class",
              "secret",
              "config-map",
              "workload",
              "nessie-image",
              "store-type",
              "same-database",
              "replicas",
              "nessie-api",
              "unfinished-restore",
              "cleanup-jobs",
              "surroundings",
              "restore-permissions",
              "connection")
          .contains("vault", "last-backup", "free-space")
          .doesNotContain("backup-run");
      assertThat(scene.cluster.requests())
          .noneMatch(request -> request.changes() && !isReview(request.resource()))
          .filteredOn(request -> request.resource().equals("secrets"))
          .as("Secrets of others are not read")
          .extracting(ApiRequest::name)
          .containsOnly("nessie-postgres-app");
    }
  }

  private static boolean isReview(String resource) {
    return resource.equals("selfsubjectaccessreviews");
  }

  /**
   * Something wrong, and the one item that has to say so.
   *
   * @param words that stand in what was found or in the advice
   */
  private record Defect(
      String name, Consumer<CheckScene> cause, String item, Status status, String... words) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Defect> defects() {
    return Stream.of(ofTheCronJob(), ofItsJobs(), ofWhatItRefersTo(), ofPlaces(), ofNessie())
        .flatMap(List::stream);
  }

  private static Consumer<CheckScene> cronJob(Consumer<CronJob> change) {
    return scene -> scene.editCronJob(change);
  }

  private static List<Defect> ofTheCronJob() {
    return List.of(
        new Defect(
            "not there",
            s -> s.delete("CronJob", "nessie-backup"),
            "cronjob",
            FAIL,
            "no CronJob \"nessie-backup\"",
            "data-platform",
            "--cronjob"),
        new Defect(
            "schedule",
            cronJob(c -> c.getSpec().setSchedule("61 2 * * *")),
            "schedule",
            FAIL,
            "\"61 2 * * *\"",
            "between 0 and 59"),
        new Defect(
            "no times",
            cronJob(c -> c.getSpec().setSchedule("@every 15m")),
            "schedule",
            WARN,
            "*/15 * * * *"),
        new Defect(
            "no run ever",
            cronJob(c -> c.getSpec().setSchedule("0 2 30 2 *")),
            "schedule",
            FAIL,
            "no next run"),
        new Defect(
            "no time zone",
            cronJob(c -> c.getSpec().setTimeZone(null)),
            "time-zone",
            WARN,
            "controller",
            "spec.timeZone"),
        new Defect(
            "unknown time zone",
            cronJob(c -> c.getSpec().setTimeZone("Mars/Olympus")),
            "time-zone",
            FAIL,
            "\"Mars/Olympus\""),
        new Defect(
            "suspended",
            cronJob(c -> c.getSpec().setSuspend(true)),
            "suspended",
            FAIL,
            "kubectl patch cronjob nessie-backup"),
        new Defect(
            "side by side",
            cronJob(c -> c.getSpec().setConcurrencyPolicy("Allow")),
            "concurrency",
            WARN,
            "Forbid"),
        new Defect(
            "one killed by the next",
            cronJob(c -> c.getSpec().setConcurrencyPolicy("Replace")),
            "concurrency",
            WARN,
            "killed"),
        new Defect(
            "one run missed",
            success("2026-11-25T02:00:40Z"),
            "last-success",
            WARN,
            "29 h ago",
            "2026-11-26T02:00:00Z"),
        new Defect(
            "runs missed",
            success("2026-11-23T02:00:40Z"),
            "last-success",
            FAIL,
            "3 days",
            "more than one run"),
        new Defect(
            "never a success",
            success(null).andThen(CheckScene::letCenturyPass),
            "last-success",
            FAIL,
            "ever"),
        new Defect("new", success(null), "last-success", WARN, "--run-backup"),
        new Defect("no image", cronJob(c -> container(c).setImage(null)), "image", FAIL, "image"));
  }

  private static Container container(CronJob cronJob) {
    return cronJob
        .getSpec()
        .getJobTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }

  private static Consumer<CheckScene> success(String time) {
    return cronJob(c -> c.getStatus().setLastSuccessfulTime(time));
  }

  private static List<Defect> ofItsJobs() {
    String failed =
        "{startTime: '2026-11-26T06:00:00Z', conditions: [{type: Failed, status: 'True', reason:"
            + " BackoffLimitExceeded, lastTransitionTime: '2026-11-26T06:01:00Z'}]}";
    return List.of(
        new Defect(
            "a job that is stuck",
            s ->
                s.job(
                    "nessie-backup-1",
                    "{startTime: '2026-11-26T01:00:00Z', active: 1}",
                    "{containerStatuses: [{name: nessie-backup, state: {waiting: {reason:"
                        + " ImagePullBackOff, message: no such image}}}]}",
                    ""),
            "active-job",
            FAIL,
            "\"nessie-backup-1\"",
            "7 h",
            "ImagePullBackOff no such image",
            "kubectl delete job nessie-backup-1"),
        new Defect(
            "a job that failed, with a message",
            s ->
                s.job(
                    "nessie-backup-2",
                    failed,
                    "{containerStatuses: [{name: nessie-backup, state: {terminated: {exitCode: 1, message:"
                        + " no room left}}}]}",
                    "other"),
            "failed-jobs",
            FAIL,
            "1 since",
            "\"nessie-backup-2\"",
            "BackoffLimitExceeded",
            "no room left"),
        new Defect(
            "a job that failed, with a log",
            s -> s.job("nessie-backup-3", failed, "{phase: Failed}", "first\nlast line\n"),
            "failed-jobs",
            FAIL,
            "last line"),
        new Defect(
            "a job that failed, with a log that may not be read",
            s -> {
              s.job("nessie-backup-3", failed, "{phase: Failed}", "x");
              s.allowOnly(all("pods/log", "get"));
            },
            "failed-jobs",
            FAIL,
            "resources: [\"pods/log\"]"));
  }

  private static List<Defect> ofWhatItRefersTo() {
    return List.of(
        new Defect(
            "no ServiceAccount",
            s -> s.delete("ServiceAccount", "nessie-backup"),
            "service-account",
            FAIL,
            "kubectl create serviceaccount nessie-backup"),
        new Defect(
            "no claim",
            s -> s.delete("PersistentVolumeClaim", "nessie-backup-pvc"),
            "claim",
            FAIL,
            "\"nessie-backup-pvc\""),
        new Defect("claim waits", claim("Pending"), "claim", FAIL, "is Pending", "describe pvc"),
        new Defect("claim lost", claim("Lost"), "claim", FAIL, "is Lost", "copy"),
        new Defect(
            "no storage class",
            s -> s.delete("StorageClass", "ceph-block"),
            "storage-class",
            WARN,
            "\"ceph-block\""),
        new Defect(
            "no Secret",
            s -> s.delete("Secret", "nessie-postgres-app"),
            "secret",
            FAIL,
            "\"nessie-postgres-app\"",
            "variable NESSIE_BACKUP_USER"),
        new Defect(
            "no key",
            s ->
                s.edit(
                    Secret.class,
                    "nessie-postgres-app",
                    secret -> secret.setData(Map.of("username", "cG9zdGdyZXM="))),
            "secret",
            FAIL,
            "no key \"password\"",
            "volume database"),
        new Defect(
            "no ConfigMap",
            s -> s.delete("ConfigMap", "nessie-backup"),
            "config-map",
            FAIL,
            "\"nessie-backup\""),
        new Defect(
            "settings that name no database",
            s -> s.delete("ConfigMap", "nessie-backup"),
            "job-settings",
            FAIL,
            "no database"));
  }

  private static Consumer<CheckScene> claim(String phase) {
    return s ->
        s.edit(
            PersistentVolumeClaim.class,
            "nessie-backup-pvc",
            claim -> claim.getStatus().setPhase(phase));
  }

  private static List<Defect> ofPlaces() {
    return List.of(
        new Defect(
            "a role that is not there",
            s ->
                s.edit(
                    Secret.class,
                    "nessie-postgres-app",
                    secret -> secret.setData(Map.of("username", "bm9ib2R5", "password", "eA=="))),
            "connection",
            FAIL,
            "nobody"),
        new Defect(
            "a server that this machine cannot reach",
            s ->
                s.replace(
                    SampleBackups.settings(
                        s.settings("jdbc:postgresql://nessie-postgres-rw.invalid:5432/nessie"))),
            "connection",
            WARN,
            "kubectl port-forward -n data-platform service/nessie-postgres-rw 15432:5432",
            "jdbc:postgresql://localhost:15432/nessie"),
        new Defect(
            "a vault that this machine cannot see",
            s -> s.vaultGiven = false,
            "vault",
            WARN,
            "/backup/nessie",
            "--run-backup"));
  }

  private static List<Defect> ofNessie() {
    return List.of(
        new Defect(
            "no workload",
            s -> s.delete("Deployment", "nessie"),
            "workload",
            FAIL,
            "app.kubernetes.io/name=nessie",
            "--workload"),
        new Defect(
            "in memory",
            s -> s.replace(SampleBackups.nessieSettings("IN_MEMORY", s.url())),
            "store-type",
            FAIL,
            "IN_MEMORY",
            "not in PostgreSQL"),
        new Defect(
            "in RocksDB",
            s -> s.replace(SampleBackups.nessieSettings("ROCKSDB", s.url())),
            "store-type",
            FAIL,
            "ROCKSDB"),
        new Defect(
            "by default",
            s -> s.delete("ConfigMap", "nessie"),
            "store-type",
            FAIL,
            "default is IN_MEMORY"),
        new Defect(
            "by a variable",
            s ->
                s.editNessie(
                    d ->
                        d.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .setEnv(
                                List.of(
                                    new EnvVar("NESSIE_VERSION_STORE_TYPE", "MONGODB2", null)))),
            "store-type",
            FAIL,
            "MONGODB2"),
        new Defect(
            "elsewhere",
            s ->
                s.replace(
                    SampleBackups.nessieSettings(
                        "JDBC2", "jdbc:postgresql://other-rw:5432/nessie")),
            "same-database",
            FAIL,
            "\"other-rw:5432/nessie\"",
            "is backed up"),
        new Defect(
            "no URL",
            s -> s.replace(SampleBackups.nessieSettings("JDBC2", "nowhere")),
            "same-database",
            WARN,
            "by hand"),
        new Defect(
            "any version",
            s ->
                s.editNessie(
                    d ->
                        d.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .setImage("registry:5000/nessie")),
            "nessie-image",
            WARN,
            "registry:5000/nessie"),
        new Defect(
            "stopped",
            s -> scaled(s, 0),
            "replicas",
            WARN,
            "0 replicas",
            "kubectl scale deployment/nessie --replicas=1"),
        new Defect(
            "crashing",
            s -> {
              s.kubelet.run(pod -> new ScriptedPod(PodProcess.State.CRASHED));
              scaled(s, 0);
              scaled(s, 1);
            },
            "replicas",
            FAIL,
            "0 of 1 ready"),
        new Defect(
            "no answer",
            s -> {
              s.kubelet.run(pod -> new ScriptedPod(PodProcess.State.READY));
              scaled(s, 0);
              scaled(s, 1);
            },
            "nessie-api",
            FAIL,
            "503"),
        new Defect(
            "left by a restore",
            CheckScene::leaveUnfinishedRestore,
            "unfinished-restore",
            FAIL,
            "\"20261126T020000Z-7f3a\"",
            "--abort"),
        new Defect(
            "restored right now", s -> s.make(LEASE), "unfinished-restore", WARN, "\"laptop-42\""),
        new Defect(
            "cleaned up right now",
            s -> {
              s.make(CLEANUP);
              s.make(CLEANUP_JOB);
            },
            "cleanup-jobs",
            WARN,
            "nessie-gc-1"));
  }

  private static void scaled(CheckScene scene, int replicas) {
    scene.editNessie(d -> d.getSpec().setReplicas(replicas));
    scene.settle();
  }

  private static final String LEASE =
      """
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: nessie-backup-deployment-nessie, namespace: data-platform}
      spec:
        holderIdentity: laptop-42
        leaseDurationSeconds: 30
        renewTime: "2026-11-26T07:59:50.000000Z"
      """;

  private static final String CLEANUP =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nessie-gc, namespace: data-platform}
      spec: {schedule: "0 4 * * *"}
      """;

  private static final String CLEANUP_JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: nessie-gc-1
        namespace: data-platform
        ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: nessie-gc, uid: "2"}]
      status: {active: 1}
      """;

  @ParameterizedTest
  @MethodSource("defects")
  void eachDefectIsNamedWithWhatToDo(Defect defect) {
    try (CheckScene scene = new CheckScene(folder, database)) {
      defect.cause().accept(scene);
      CheckReport report = scene.check();
      assertThat(report.items())
          .filteredOn(item -> item.name().equals(defect.item()) && item.status() != OK)
          .singleElement()
          .satisfies(
              item -> {
                assertThat(item.status()).isEqualTo(defect.status());
                assertThat(item.detail() + item.advice().orElse("")).contains(defect.words());
                assertThat(item.advice()).as("advice of " + item).isPresent();
              });
      assertThat(report.passed())
          .isEqualTo(report.items().stream().noneMatch(i -> i.status() == FAIL));
      assertThat(report.items()).noneMatch(item -> item.toString().contains(CheckScene.PASSWORD));
    }
  }

  /** All that a check needs, but one. */
  private static List<Permission> all(String resource, String verb) {
    List<Permission> all = new ArrayList<>(Permissions.toCheck(NessieWay.POD_PROXY));
    assertThat(all.removeIf(p -> p.resource().equals(resource) && p.verb().equals(verb))).isTrue();
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "cronjobs,get,cronjob",
    "jobs,list,active-job",
    "serviceaccounts,get,service-account",
    "persistentvolumeclaims,get,claim",
    "secrets,get,secret",
    "configmaps,get,config-map",
    "deployments,list,workload",
    "statefulsets,list,workload",
    "deployments,get,store-type",
    "pods,list,nessie-api",
    "pods/proxy,get,nessie-api",
    "leases,get,unfinished-restore",
    "horizontalpodautoscalers,list,surroundings",
    "poddisruptionbudgets,list,surroundings",
    "cronjobs,list,surroundings",
    "jobs,create,backup-run",
    "jobs,delete,backup-run"
  })
  void missingPermissionIsAnItemWithTheRuleToAdd(String resource, String verb, String name) {
    try (CheckScene scene = new CheckScene(folder, database)) {
      scene.allowOnly(all(resource, verb));
      CheckReport report = scene.check(Optional.of(Duration.ofSeconds(1)));
      assertThat(report.items())
          .filteredOn(item -> item.name().equals(name))
          .first()
          .satisfies(
              item -> {
                assertThat(item.status()).isNotEqualTo(OK);
                assertThat(item.advice().orElse(""))
                    .contains("resources: [\"" + resource + "\"]", "\"" + verb + "\"");
              });
      assertThat(report.items()).extracting(Item::name).contains("vault", "last-backup");
      assertThat(scene.jobs()).isEmpty();
    }
  }
}
