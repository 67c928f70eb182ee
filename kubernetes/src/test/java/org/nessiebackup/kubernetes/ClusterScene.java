package org.nessiebackup.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.TestContext;

/**
 * A cluster in which time passes only while our code waits: each pause moves the clock and lets the
 * kubelet do a round.
 */
final class ClusterScene implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-11-26T03:00:00Z");

  final TestCluster cluster = TestCluster.start();
  final HandClock clock = new HandClock(BEGIN);
  final TestContext context = new TestContext().by(clock);
  final Deque<Runnable> inPauses = new ArrayDeque<>();
  final Cluster connection;
  private Optional<TestKubelet> kubelet = Optional.empty();
  private int pauses;

  ClusterScene(Path folder) {
    this(folder, ClusterOptions.DEFAULT.answerWithin());
  }

  ClusterScene(Path folder, Duration answerWithin) {
    connection =
        Cluster.connect(
            ClusterOptions.of(cluster.kubeconfig(folder)).answeredWithin(answerWithin),
            context.context(),
            this::pause);
  }

  /** With pods that are ready at once. */
  ClusterScene withPods() {
    return withPods(pod -> new ScriptedPod(PodProcess.State.READY));
  }

  ClusterScene withPods(PodProcess.Program program) {
    kubelet = Optional.of(cluster.kubelet(program));
    return this;
  }

  TestKubelet kubelet() {
    return kubelet.orElseThrow();
  }

  /** Lets the kubelet do what it needs to bring all in line. */
  ClusterScene settle() {
    kubelet().reconcile();
    kubelet().reconcile();
    return this;
  }

  /** Another process that works in the same cluster. */
  Cluster other(Path folder) {
    return Cluster.connect(
        ClusterOptions.of(cluster.kubeconfig(folder)), context.context(), this::pause);
  }

  void pause(Duration duration) {
    pauses++;
    clock.advance(duration);
    kubelet.ifPresent(TestKubelet::reconcile);
    Optional.ofNullable(inPauses.poll()).ifPresent(Runnable::run);
  }

  /** How often something was waited for. */
  int pauses() {
    return pauses;
  }

  Workload workload() {
    return new Workloads(connection).find(WorkloadQuery.ANY);
  }

  @Override
  public void close() {
    connection.close();
    kubelet.ifPresent(TestKubelet::close);
    cluster.close();
  }
}
