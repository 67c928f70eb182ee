package org.nessiebackup.kubernetes.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.kubernetes.workload.Workloads;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.TestContext;

/**
 * A cluster in which time passes only while our code waits: each pause moves the clock and lets the
 * kubelet do a round.
 */
public final class ClusterScene implements AutoCloseable {
  public static final Instant BEGIN = Instant.parse("2026-11-26T03:00:00Z");

  public final TestCluster cluster = TestCluster.start();
  public final HandClock clock = new HandClock(BEGIN);
  public final TestContext context = new TestContext().by(clock);
  public final Deque<Runnable> inPauses = new ArrayDeque<>();
  public final Cluster connection;
  private Optional<TestKubelet> kubelet = Optional.empty();
  private int pauses;

  /** With a kubeconfig, and what its current context says. */
  public static ClusterOptions options(Path kubeconfig) {
    return options(kubeconfig, Optional.empty(), Optional.empty());
  }

  /** In another context or namespace. */
  public static ClusterOptions options(
      Path kubeconfig, Optional<String> context, Optional<String> namespace) {
    return new ClusterOptions(
        Optional.of(kubeconfig), context, namespace, ClusterOptions.DEFAULT.answerWithin());
  }

  public ClusterScene(Path folder) {
    this(folder, ClusterOptions.DEFAULT.answerWithin());
  }

  public ClusterScene(Path folder, Duration answerWithin) {
    connection =
        Cluster.connect(
            new ClusterOptions(
                Optional.of(cluster.kubeconfig(folder)),
                Optional.empty(),
                Optional.empty(),
                answerWithin),
            context.context(),
            this::pause);
  }

  /** With pods that are ready at once. */
  public ClusterScene withPods() {
    return withPods(pod -> new ScriptedPod(PodProcess.State.READY));
  }

  public ClusterScene withPods(PodProcess.Program program) {
    kubelet = Optional.of(cluster.kubelet(program));
    return this;
  }

  public TestKubelet kubelet() {
    return kubelet.orElseThrow();
  }

  /** Lets the kubelet do what it needs to bring all in line. */
  public ClusterScene settle() {
    kubelet().reconcile();
    kubelet().reconcile();
    return this;
  }

  /** Another process that works in the same cluster. */
  public Cluster other(Path folder) {
    return Cluster.connect(options(cluster.kubeconfig(folder)), context.context(), this::pause);
  }

  public void pause(Duration duration) {
    pauses++;
    clock.advance(duration);
    kubelet.ifPresent(TestKubelet::reconcile);
    Optional.ofNullable(inPauses.poll()).ifPresent(Runnable::run);
  }

  /** How often something was waited for. */
  public int pauses() {
    return pauses;
  }

  public Workload workload() {
    return new Workloads(connection).find(WorkloadQuery.ANY);
  }

  @Override
  public void close() {
    connection.close();
    kubelet.ifPresent(TestKubelet::close);
    cluster.close();
  }
}
