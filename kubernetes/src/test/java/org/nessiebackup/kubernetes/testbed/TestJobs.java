package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes true what a Job says, as its controller and a kubelet do: runs its command once, keeps the
 * pod with its log, and reports in the status. A thread does it whenever something changes.
 */
public final class TestJobs implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final TestCluster cluster;
  private final Program program;
  private final Set<String> seen = new HashSet<>();
  private final Thread thread;
  private volatile boolean closed;

  private TestJobs(TestCluster cluster, Program program) {
    this.cluster = cluster;
    this.program = program;
    this.thread = Thread.ofPlatform().daemon().name("jobs").unstarted(this::loop);
  }

  /** Runs the command of a pod's only container. */
  @FunctionalInterface
  public interface Program {
    /** Returns when it has ended. */
    Ending run(List<String> arguments);
  }

  /**
   * How a command has ended.
   *
   * @param exitCode 0 if all is well
   * @param log what it has written
   */
  public record Ending(int exitCode, String log) {}

  /** Runs the Jobs of a cluster from now on; close it before the cluster. */
  public static TestJobs start(TestCluster cluster, Program program) {
    TestJobs jobs = new TestJobs(cluster, program);
    jobs.thread.start();
    return jobs;
  }

  private void loop() {
    long changes = -1;
    while (!closed) {
      long before = changes;
      changes = cluster.changes().await(before, LOOK_AGAIN);
      for (Job job : changes == before ? List.<Job>of() : jobs()) {
        if (!closed && seen.add(job.getMetadata().getUid())) {
          run(job);
        }
      }
    }
  }

  private List<Job> jobs() {
    return cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(TestCluster.NAMESPACE)
        .list()
        .getItems();
  }

  private void run(Job job) {
    String start = now();
    Ending ending =
        program.run(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs());
    Pod pod = pod(job, ending);
    // The log first: whoever waits for the pod reads it as soon as the pod is seen.
    cluster.runs(
        pod.getMetadata().getName(), new ScriptedPod(PodProcess.State.ENDED).logs(ending.log()));
    cluster.client().resource(pod).create();
    try {
      cluster.client().resource(job).edit(j -> withStatus(j, status(start, ending)));
    } catch (KubernetesClientException e) {
      // Whoever has seen the pod end may have removed its Job already.
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private static Job withStatus(Job job, JobStatus status) {
    job.setStatus(status);
    return job;
  }

  private static JobStatus status(String start, Ending ending) {
    boolean done = ending.exitCode() == 0;
    JobStatusBuilder status =
        new JobStatusBuilder()
            .withStartTime(start)
            .addNewCondition()
            .withType(done ? "Complete" : "Failed")
            .withStatus("True")
            .endCondition();
    return done ? status.withSucceeded(1).withCompletionTime(now()).build() : status.build();
  }

  private static Pod pod(Job job, Ending ending) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(job.getMetadata().getName() + "-abcde")
        .withNamespace(TestCluster.NAMESPACE)
        .withLabels(Map.of("job-name", job.getMetadata().getName()))
        .endMetadata()
        .withSpec(job.getSpec().getTemplate().getSpec())
        .withNewStatus()
        .withPhase(ending.exitCode() == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withName("nessie-backup")
        .withNewState()
        .withTerminated(
            new ContainerStateTerminatedBuilder().withExitCode(ending.exitCode()).build())
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Waits for the Job that runs. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
