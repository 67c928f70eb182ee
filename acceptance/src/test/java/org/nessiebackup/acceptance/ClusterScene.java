package org.nessiebackup.acceptance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;

/** The real Nessie in a cluster of the test bed, with a kubelet that works by itself. */
final class ClusterScene implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  private final TestCluster cluster = TestCluster.start();
  private final Path folder;
  private final NessiePod.Setup setup;
  private final TestKubelet kubelet;

  /** With one pod, which is ready. */
  ClusterScene(CatalogDatabase database, Path folder) {
    this.folder = folder;
    this.setup =
        new NessiePod.Setup(
            Installation.javaOfNessie(),
            Installation.nessie(),
            folder,
            database.server().jdbcUrl(database.name()) + "?currentSchema=" + CatalogDatabase.SCHEMA,
            CatalogDatabase.ROLE);
    this.kubelet = cluster.kubelet(NessiePod.program(setup)).start();
    cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 1)).create();
    awaitReady();
  }

  void awaitReady() {
    Deadline.await(
        "Nessie's pod",
        START,
        () -> running().stream().anyMatch(pod -> pod.state() == PodProcess.State.READY));
  }

  private List<PodProcess> running() {
    return kubelet.running();
  }

  /** Talks to the pod of now. */
  NessieClient client() {
    return new NessieClient(URI.create("http://127.0.0.1:" + running().getFirst().port()));
  }

  /** Pods from now on run this; the next ones Nessie again. */
  void nextPod(PodProcess pod) {
    kubelet.run(
        name -> {
          kubelet.run(NessiePod.program(setup));
          return pod;
        });
  }

  TestCluster cluster() {
    return cluster;
  }

  Path kubeconfig() {
    return cluster.kubeconfig(folder);
  }

  int replicas() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie")
        .get()
        .getSpec()
        .getReplicas();
  }

  @Override
  public void close() {
    kubelet.close();
    cluster.close();
  }
}
