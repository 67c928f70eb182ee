package org.nessiebackup.benchmarks;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;

/** The test bed's cluster with the real Nessie in it. */
final class NessieCluster implements AutoCloseable {
  private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

  private final TestCluster cluster = TestCluster.start();
  private final TestKubelet kubelet;
  private final Path folder;

  /** With one pod that serves a catalog. */
  NessieCluster(NessiePod.Setup setup) {
    this.folder = setup.folder();
    this.kubelet = cluster.kubelet(NessiePod.program(setup)).start();
    cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 1)).create();
    await(this::serves);
  }

  Path kubeconfig() {
    return cluster.kubeconfig(folder);
  }

  /** Whether clients get a response. */
  boolean serves() {
    List<PodProcess> running = kubelet.running();
    return !running.isEmpty() && NessiePod.answers(running.getFirst().port(), "trees/main");
  }

  /** Stops it and starts it again, and does nothing in between. */
  void stopAndStart() {
    scale(0);
    await(() -> kubelet.running().isEmpty());
    scale(1);
    await(this::serves);
  }

  private void scale(int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie")
        .edit((Deployment deployment) -> scaled(deployment, replicas));
  }

  private static Deployment scaled(Deployment deployment, int replicas) {
    deployment.getSpec().setReplicas(replicas);
    return deployment;
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST_NANOS;
    long seen = -1;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Nessie does not do what it should");
      }
      seen = cluster.changes().await(seen, Duration.ofMillis(20));
    }
  }

  @Override
  public void close() {
    kubelet.close();
    cluster.close();
  }
}
