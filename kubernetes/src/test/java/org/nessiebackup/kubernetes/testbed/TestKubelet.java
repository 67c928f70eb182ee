package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes true what a Deployment or StatefulSet says, as controllers and kubelets do: starts and
 * stops processes, keeps a Pod for each, and reports in the status.
 *
 * <p>{@link #reconcile} does one round and is enough for tests of one thread; {@link #start} lets a
 * thread do it whenever something changes.
 */
public final class TestKubelet implements AutoCloseable {
  /** Keeps a pod in sight until its process has ended. */
  private static final String FINALIZER = "nessie-backup.test/kubelet";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final ApiServer server;
  private final KubernetesClient client;
  private final String namespace;
  private volatile PodProcess.Program program;
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private volatile boolean closed;
  private Optional<Thread> thread = Optional.empty();

  TestKubelet(
      ApiServer server, KubernetesClient client, String namespace, PodProcess.Program program) {
    this.server = server;
    this.client = client;
    this.namespace = namespace;
    this.program = program;
  }

  /** Runs something else in pods that come from now on. */
  public void run(PodProcess.Program other) {
    program = other;
  }

  /** How many pods were started so far. */
  public int started() {
    return started.get();
  }

  /** The processes that have not ended. */
  public List<PodProcess> running() {
    return server.pods().values().stream()
        .filter(pod -> pod.state() != PodProcess.State.ENDED)
        .toList();
  }

  /** Reconciles in a thread of its own from now on. */
  public synchronized TestKubelet start() {
    thread = Optional.of(Thread.ofPlatform().daemon().name("kubelet").start(this::loop));
    return this;
  }

  /** A round takes a dozen requests: only where an object or a process is another than before. */
  private void loop() {
    long changes = -1;
    Map<String, PodProcess.State> processes = Map.of();
    while (!closed) {
      long before = changes;
      changes = server.changes().await(before, LOOK_AGAIN);
      Map<String, PodProcess.State> processesBefore = processes;
      processes = processes();
      if (changes == before && processes.equals(processesBefore)) {
        continue;
      }
      try {
        reconcile();
      } catch (KubernetesClientException e) {
        // Somebody else was quicker; the next round sees what he did. At the end, the server goes.
        if (!closed && e.getCode() != 409 && e.getCode() != 404) {
          throw e;
        }
      }
    }
  }

  private Map<String, PodProcess.State> processes() {
    Map<String, PodProcess.State> processes = new HashMap<>();
    server.pods().forEach((name, process) -> processes.put(name, process.state()));
    return processes;
  }

  /** One round; a few may be needed until all is as it should be. */
  public synchronized void reconcile() {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(this::reconcileDeployment);
    client
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(this::reconcileStatefulSet);
  }

  private void reconcileDeployment(Deployment deployment) {
    Map<String, String> selector = deployment.getSpec().getSelector().getMatchLabels();
    int ready = pods(deployment, selector, deployment.getSpec().getReplicas());
    int all = livePods(selector).size();
    // As a list: a number may be absent, which is none.
    List<Object> before = new ArrayList<>();
    Optional.ofNullable(deployment.getStatus())
        .ifPresent(
            status -> {
              before.add(zero(status.getReplicas()));
              before.add(zero(status.getReadyReplicas()));
              before.add(status.getObservedGeneration());
            });
    Long generation = deployment.getMetadata().getGeneration();
    if (!Objects.equals(before, List.of(all, ready, generation))) {
      client
          .resource(deployment)
          .edit(
              d -> {
                if (d.getStatus() == null) {
                  d.setStatus(new io.fabric8.kubernetes.api.model.apps.DeploymentStatus());
                }
                d.getStatus().setReplicas(all);
                d.getStatus().setReadyReplicas(ready);
                d.getStatus().setObservedGeneration(generation);
                return d;
              });
    }
  }

  private void reconcileStatefulSet(StatefulSet set) {
    Map<String, String> selector = set.getSpec().getSelector().getMatchLabels();
    int ready = pods(set, selector, set.getSpec().getReplicas());
    int all = livePods(selector).size();
    List<Object> before = new ArrayList<>();
    Optional.ofNullable(set.getStatus())
        .ifPresent(
            status -> {
              before.add(zero(status.getReplicas()));
              before.add(zero(status.getReadyReplicas()));
              before.add(status.getObservedGeneration());
            });
    Long generation = set.getMetadata().getGeneration();
    if (!Objects.equals(before, List.of(all, ready, generation))) {
      client
          .resource(set)
          .edit(
              s -> {
                if (s.getStatus() == null) {
                  s.setStatus(new io.fabric8.kubernetes.api.model.apps.StatefulSetStatus());
                }
                s.getStatus().setReplicas(all);
                s.getStatus().setReadyReplicas(ready);
                s.getStatus().setObservedGeneration(generation);
                return s;
              });
    }
  }

  private static int zero(Integer number) {
    return number == null ? 0 : number;
  }

  /** Brings the pods of a workload in line; says how many are ready. */
  private int pods(HasMetadata owner, Map<String, String> selector, Integer replicas) {
    int wanted = replicas == null ? 1 : replicas;
    endOldPods(selector);
    List<Pod> live = livePods(selector);
    for (int i = wanted; i < live.size(); i++) {
      client.resource(live.get(i)).delete();
      Optional.ofNullable(process(live.get(i))).ifPresent(PodProcess::stop);
    }
    endOldPods(selector);
    for (int i = live.size(); i < wanted; i++) {
      startPod(owner, selector);
    }
    return (int) livePods(selector).stream().filter(this::refresh).count();
  }

  /** Pods on their way out: asked to end, and gone when their process has. */
  private void endOldPods(Map<String, String> selector) {
    for (Pod pod : allPods(selector)) {
      if (pod.isMarkedForDeletion()) {
        PodProcess process = process(pod);
        if (process != null && process.state() != PodProcess.State.ENDED) {
          process.stop();
        }
        if (process == null || process.state() == PodProcess.State.ENDED) {
          client
              .resource(pod)
              .edit(p -> new PodBuilder(p).editMetadata().withFinalizers().endMetadata().build());
          server.pods().remove(pod.getMetadata().getName());
        }
      }
    }
  }

  private void startPod(HasMetadata owner, Map<String, String> selector) {
    String name = "%s-%d".formatted(owner.getMetadata().getName(), number.getAndIncrement());
    started.incrementAndGet();
    server.pods().put(name, program.start(name));
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(selector)
            .withFinalizers(FINALIZER)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("nessie")
            .withImage("nessie")
            .addNewPort()
            .withName("nessie-http")
            .withContainerPort(19120)
            .endPort()
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPhase("Pending")
            .endStatus()
            .build();
    client.resource(pod).create();
  }

  /** Writes down how its process does; whether it is ready. */
  private boolean refresh(Pod pod) {
    PodProcess.State state =
        Optional.ofNullable(process(pod)).map(PodProcess::state).orElse(PodProcess.State.CRASHED);
    PodStatus status = status(state);
    if (!status.equals(pod.getStatus())) {
      client.resource(pod).edit(p -> new PodBuilder(p).withStatus(status).build());
    }
    return state == PodProcess.State.READY;
  }

  private static PodStatus status(PodProcess.State state) {
    ContainerStatus container =
        switch (state) {
          case STARTING, READY ->
              new ContainerStatusBuilder()
                  .withName("nessie")
                  .withReady(state == PodProcess.State.READY)
                  .withNewState()
                  .withNewRunning()
                  .endRunning()
                  .endState()
                  .build();
          case CRASHED, ENDED ->
              new ContainerStatusBuilder()
                  .withName("nessie")
                  .withReady(false)
                  .withRestartCount(3)
                  .withNewState()
                  .withNewWaiting()
                  .withReason("CrashLoopBackOff")
                  .withMessage("back-off 40s restarting failed container")
                  .endWaiting()
                  .endState()
                  .withNewLastState()
                  .withNewTerminated()
                  .withExitCode(1)
                  .withReason("Error")
                  .endTerminated()
                  .endLastState()
                  .build();
          case IMAGE_MISSING ->
              new ContainerStatusBuilder()
                  .withName("nessie")
                  .withReady(false)
                  .withNewState()
                  .withNewWaiting()
                  .withReason("ImagePullBackOff")
                  .withMessage("Back-off pulling image \"nessie\"")
                  .endWaiting()
                  .endState()
                  .build();
        };
    boolean ready = state == PodProcess.State.READY;
    return new PodStatusBuilder()
        .withPhase(state == PodProcess.State.IMAGE_MISSING ? "Pending" : "Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .withContainerStatuses(container)
        .build();
  }

  private PodProcess process(Pod pod) {
    return server.pods().get(pod.getMetadata().getName());
  }

  private List<Pod> allPods(Map<String, String> selector) {
    return client.pods().inNamespace(namespace).withLabels(selector).list().getItems();
  }

  private List<Pod> livePods(Map<String, String> selector) {
    return allPods(selector).stream().filter(pod -> !pod.isMarkedForDeletion()).toList();
  }

  /** Ends the thread and all processes. */
  @Override
  public void close() {
    closed = true;
    server.changes().announce();
    Optional<Thread> running;
    synchronized (this) {
      running = thread;
    }
    try {
      if (running.isPresent()) {
        running.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.pods().values().forEach(PodProcess::stop);
  }
}
