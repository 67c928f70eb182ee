package org.nessiebackup.kubernetes.check;

import static org.nessiebackup.check.CheckReport.Status.FAIL;
import static org.nessiebackup.check.CheckReport.Status.WARN;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleBackups;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;

/** All that can be wrong in a cluster, as far as a check looks. */
final class Defects {
  private Defects() {}

  static Stream<Defect> all() {
    return Stream.of(ofTheCronJob(), ofItsJobs(), ofWhatItRefersTo(), ofPlaces(), ofNessie())
        .flatMap(List::stream);
  }

  private static Consumer<CheckScene> cronJob(Consumer<CronJob> change) {
    return scene -> scene.editCronJob(change);
  }

  private static List<Defect> ofTheCronJob() {
    return List.of(
        Defect.of(
            "not there",
            s -> s.delete("CronJob", "nessie-backup"),
            "cronjob",
            FAIL,
            "no CronJob \"nessie-backup\"",
            "data-platform",
            "--cronjob"),
        Defect.of(
            "schedule",
            cronJob(c -> c.getSpec().setSchedule("61 2 * * *")),
            "schedule",
            FAIL,
            "\"61 2 * * *\"",
            "between 0 and 59"),
        Defect.of(
            "no times",
            cronJob(c -> c.getSpec().setSchedule("@every 15m")),
            "schedule",
            WARN,
            "*/15 * * * *"),
        Defect.of(
            "no run ever",
            cronJob(c -> c.getSpec().setSchedule("0 2 30 2 *")),
            "schedule",
            FAIL,
            "no next run"),
        Defect.of(
            "no time zone",
            cronJob(c -> c.getSpec().setTimeZone(null)),
            "time-zone",
            WARN,
            "controller",
            "spec.timeZone"),
        Defect.of(
            "unknown time zone",
            cronJob(c -> c.getSpec().setTimeZone("Mars/Olympus")),
            "time-zone",
            FAIL,
            "\"Mars/Olympus\""),
        Defect.of(
            "suspended",
            cronJob(c -> c.getSpec().setSuspend(true)),
            "suspended",
            FAIL,
            "kubectl patch cronjob nessie-backup"),
        Defect.of(
            "side by side",
            cronJob(c -> c.getSpec().setConcurrencyPolicy("Allow")),
            "concurrency",
            WARN,
            "Forbid"),
        Defect.of(
            "one killed by the next",
            cronJob(c -> c.getSpec().setConcurrencyPolicy("Replace")),
            "concurrency",
            WARN,
            "killed"),
        Defect.of(
            "one run missed",
            success("2026-11-25T02:00:40Z"),
            "last-success",
            WARN,
            "29 h ago",
            "2026-11-26T02:00:00Z"),
        Defect.of(
            "runs missed",
            success("2026-11-23T02:00:40Z"),
            "last-success",
            FAIL,
            "3 days",
            "more than one run"),
        Defect.of(
            "never a success",
            success(null).andThen(CheckScene::letCenturyPass),
            "last-success",
            FAIL,
            "ever"),
        Defect.of("new", success(null), "last-success", WARN, "--run-backup"),
        Defect.of("no image", cronJob(c -> container(c).setImage(null)), "image", FAIL, "image"));
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
        Defect.of(
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
        Defect.of(
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
        Defect.of(
            "a job that failed, with a log",
            s -> s.job("nessie-backup-3", failed, "{phase: Failed}", "first\nlast line\n"),
            "failed-jobs",
            FAIL,
            "last line"),
        Defect.of(
            "a job that failed, with a log that may not be read",
            s -> {
              s.job("nessie-backup-3", failed, "{phase: Failed}", "x");
              s.allowAllBut("pods/log", "get");
            },
            "failed-jobs",
            FAIL,
            "resources: [\"pods/log\"]"));
  }

  private static List<Defect> ofWhatItRefersTo() {
    return List.of(
        Defect.of(
            "no ServiceAccount",
            s -> s.delete("ServiceAccount", "nessie-backup"),
            "service-account",
            FAIL,
            "kubectl create serviceaccount nessie-backup"),
        Defect.of(
            "no claim",
            s -> s.delete("PersistentVolumeClaim", "nessie-backup-pvc"),
            "claim",
            FAIL,
            "\"nessie-backup-pvc\""),
        Defect.of("claim waits", claim("Pending"), "claim", FAIL, "is Pending", "describe pvc"),
        Defect.of("claim lost", claim("Lost"), "claim", FAIL, "is Lost", "copy"),
        Defect.of(
            "no storage class",
            s -> s.delete("StorageClass", "ceph-block"),
            "storage-class",
            WARN,
            "\"ceph-block\""),
        Defect.of(
            "no Secret",
            s -> s.delete("Secret", "nessie-postgres-app"),
            "secret",
            FAIL,
            "\"nessie-postgres-app\"",
            "variable NESSIE_BACKUP_USER"),
        Defect.of(
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
        Defect.of(
            "no ConfigMap",
            s -> s.delete("ConfigMap", "nessie-backup"),
            "config-map",
            FAIL,
            "\"nessie-backup\""),
        Defect.of(
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
        Defect.of(
            "a role that is not there",
            s ->
                s.edit(
                    Secret.class,
                    "nessie-postgres-app",
                    secret -> secret.setData(Map.of("username", "bm9ib2R5", "password", "eA=="))),
            "connection",
            FAIL,
            "nobody"),
        Defect.of(
            "a server that this machine cannot reach",
            s ->
                s.replace(
                    SampleBackups.settings(
                        s.settings("jdbc:postgresql://nessie-postgres-rw.invalid:5432/nessie"))),
            "connection",
            WARN,
            "kubectl port-forward -n data-platform service/nessie-postgres-rw 15432:5432",
            "jdbc:postgresql://localhost:15432/nessie"),
        Defect.of(
            "a vault that this machine cannot see",
            s -> s.vaultGiven = false,
            "vault",
            WARN,
            "/backup/nessie",
            "--run-backup"));
  }

  private static List<Defect> ofNessie() {
    return List.of(
        Defect.of(
            "no workload",
            s -> s.delete("Deployment", "nessie"),
            "workload",
            FAIL,
            "app.kubernetes.io/name=nessie",
            "--workload"),
        Defect.of(
            "in memory",
            s -> s.replace(SampleBackups.nessieSettings("IN_MEMORY", s.url())),
            "store-type",
            FAIL,
            "IN_MEMORY",
            "not in PostgreSQL"),
        Defect.of(
            "in RocksDB",
            s -> s.replace(SampleBackups.nessieSettings("ROCKSDB", s.url())),
            "store-type",
            FAIL,
            "ROCKSDB"),
        Defect.of(
            "by default",
            s -> s.delete("ConfigMap", "nessie"),
            "store-type",
            FAIL,
            "default is IN_MEMORY"),
        Defect.of(
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
        Defect.of(
            "elsewhere",
            s ->
                s.replace(
                    SampleBackups.nessieSettings(
                        "JDBC2", "jdbc:postgresql://other-rw:5432/nessie")),
            "same-database",
            FAIL,
            "\"other-rw:5432/nessie\"",
            "is backed up"),
        Defect.of(
            "no URL",
            s -> s.replace(SampleBackups.nessieSettings("JDBC2", "nowhere")),
            "same-database",
            WARN,
            "by hand"),
        Defect.of(
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
        Defect.of(
            "stopped",
            s -> scaled(s, 0),
            "replicas",
            WARN,
            "0 replicas",
            "kubectl scale deployment/nessie --replicas=1"),
        Defect.of(
            "crashing",
            s -> {
              s.kubelet.run(pod -> new ScriptedPod(PodProcess.State.CRASHED));
              scaled(s, 0);
              scaled(s, 1);
            },
            "replicas",
            FAIL,
            "0 of 1 ready"),
        Defect.of(
            "no answer",
            s -> {
              s.kubelet.run(pod -> new ScriptedPod(PodProcess.State.READY));
              scaled(s, 0);
              scaled(s, 1);
            },
            "nessie-api",
            FAIL,
            "503"),
        Defect.of(
            "left by a restore",
            CheckScene::leaveUnfinishedRestore,
            "unfinished-restore",
            FAIL,
            "\"20261126T020000Z-7f3a\"",
            "--abort"),
        Defect.of(
            "restored right now", s -> s.make(LEASE), "unfinished-restore", WARN, "\"laptop-42\""),
        Defect.of(
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
}
