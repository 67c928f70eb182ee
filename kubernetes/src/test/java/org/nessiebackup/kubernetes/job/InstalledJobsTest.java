package org.nessiebackup.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.TestCluster;

class InstalledJobsTest {
  private static final String CRON_JOB =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: NAME
        namespace: data-platform
        labels:
          app.kubernetes.io/name: nessie-backup
          app.kubernetes.io/instance: INSTANCE
          app.kubernetes.io/component: status
      spec:
        schedule: "12 * * * *"
        jobTemplate:
          metadata:
            labels: {app.kubernetes.io/name: nessie-backup}
          spec:
            backoffLimit: 2
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: nessie-backup
                    image: nessie-backup:0.2.0
                    args: [status, --max-age, 26h]
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: JOB-abcde
        namespace: data-platform
        labels:
          job-name: JOB
          app.kubernetes.io/name: nessie-backup
          app.kubernetes.io/component: status
      spec:
        containers: [{name: nessie-backup, image: "nessie-backup:0.2.0"}]
      status:
        phase: PHASE
        containerStatuses: [{name: nessie-backup, ready: false, restartCount: 0, image: i, imageID: i, state: STATE}]
      """;

  private static final String JOB = "lake-nessie-backup-status-by-hand-20261126-030000";
  private static final String RUNNING = "{running: {startedAt: '2026-11-26T03:00:01Z'}}";
  private static final String WAITING =
      "{waiting: {reason: ImagePullBackOff, message: no such image}}";

  @TempDir Path folder;
  private ClusterScene scene;
  private final List<String> said = new ArrayList<>();
  private final ScriptedPod process = new ScriptedPod(PodProcess.State.READY);

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder);
    install("lake-nessie-backup-status", "lake");
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private KubernetesClient client() {
    return scene.cluster.client();
  }

  private void install(String name, String instance) {
    client().resource(CRON_JOB.replace("NAME", name).replace("INSTANCE", instance)).create();
  }

  private static String ended(int code) {
    return "{terminated: {exitCode: %d, reason: Completed}}".formatted(code);
  }

  /** Makes the pod of the Job, or what it has become. */
  private void pod(String phase, String state) {
    String yaml = POD.replace("JOB", JOB).replace("PHASE", phase).replace("STATE", state);
    Pod pod = client().resource(yaml).item() instanceof Pod known ? known : null;
    client().pods().inNamespace(TestCluster.NAMESPACE).withName(JOB + "-abcde").delete();
    scene.cluster.runs(JOB + "-abcde", process);
    client().resource(pod).create();
  }

  private List<Job> jobs() {
    return client().batch().v1().jobs().inNamespace(TestCluster.NAMESPACE).list().getItems();
  }

  private JobRequest request(boolean kept, String... arguments) {
    return new JobRequest(
        "status", Optional.empty(), List.of(arguments), kept, Duration.ofMinutes(10));
  }

  private JobResult run(JobRequest request) {
    return new InstalledJobs(scene.connection).run(request, said::add);
  }

  @Test
  void commandRunsInAPodOfTheCronJobAndItsEndIsOurs() {
    List<Job> seen = new ArrayList<>();
    scene.inPauses.add(() -> seen.addAll(jobs()));
    scene.inPauses.add(
        () -> {
          process.logs("looking at the vault\nback");
          pod("Running", RUNNING);
        });
    scene.inPauses.add(
        () -> {
          process.logs("looking at the vault\nbackups: 3\nno new line at the end");
          pod("Failed", ended(14));
        });

    JobResult result = run(request(false, "list", "--limit", "3"));

    assertThat(result).isEqualTo(new JobResult(JOB, 14));
    assertThat(said)
        .containsExactly("looking at the vault", "backups: 3", "no new line at the end");
    Job job = seen.getFirst();
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
        .containsExactly("list", "--limit", "3");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void jobThatDidSomethingStaysAndDoesWhatItsCronJobDoes() {
    scene.inPauses.add(() -> pod("Succeeded", ended(0)));

    assertThat(run(request(true)).exitCode()).isZero();

    assertThat(jobs())
        .singleElement()
        .satisfies(
            job ->
                assertThat(
                        job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
                    .containsExactly("status", "--max-age", "26h"));
  }

  @Test
  void podThatDoesNotStartIsToldWithItsReason() {
    scene.inPauses.add(() -> pod("Pending", WAITING));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> run(request(false, "list")))
        .withMessageContaining("has not ended in time: ImagePullBackOff no such image")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLUSTER));
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void whoAsksToStopStopsTheJob() {
    scene.inPauses.add(() -> pod("Running", RUNNING));
    scene.inPauses.add(() -> scene.context.cancellation().request());

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> run(request(true)))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED));
    assertThat(jobs()).isEmpty();
  }

  @Test
  void oneOfSeveralInstallationsHasToBeNamed() {
    install("test-nessie-backup-status", "test");
    scene.inPauses.add(() -> pod("Succeeded", ended(0)));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> run(request(false, "list")))
        .withMessageContaining("2 installations")
        .withMessageContaining("lake")
        .withMessageContaining("test");
    assertThat(
            run(new JobRequest(
                    "status", Optional.of("lake"), List.of("list"), false, Duration.ofMinutes(10)))
                .exitCode())
        .isZero();
  }

  @Test
  void whatIsNotInstalledIsNamed() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                run(
                    new JobRequest(
                        "drill", Optional.empty(), List.of(), true, Duration.ofMinutes(1))))
        .withMessageContaining("no CronJob of nessie-backup for \"drill\"");
  }

  @Test
  void newestPodTellsItsLogUntilItHasEnded() {
    process.logs("first\nsec");
    pod("Running", RUNNING);
    scene.inPauses.add(() -> process.logs("first\nsecond\n"));
    scene.inPauses.add(() -> pod("Succeeded", ended(0)));

    String pod =
        new InstalledJobs(scene.connection)
            .log(
                Optional.of("status"),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(1)),
                said::add);

    assertThat(pod).isEqualTo(JOB + "-abcde");
    assertThat(said).containsExactly("first", "second");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                new InstalledJobs(scene.connection)
                    .log(Optional.of("prune"), Optional.empty(), Optional.empty(), said::add))
        .withMessageContaining("no pod of nessie-backup has run for \"prune\"");
  }
}
