package org.nessiebackup.kubernetes.workload;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/**
 * Stops and starts a workload by the number of its pods. Both may be called again after a crash:
 * they begin by looking.
 */
public record Scaler(Cluster cluster, ScaleTimeouts timeouts) {
  /**
   * Scales to 0 and waits until the last pod has ended, those on their way out included.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody scales up in between, {@link
   *     Failure#NESSIE} if pods do not end in time
   */
  public void stop(WorkloadName name) {
    scale(name, 0);
    cluster.context().progress().step("waiting for the end of Nessie's pods", 0);
    boolean ended =
        cluster.await(
            timeouts.stop(),
            timeouts.poll(),
            () -> {
              Workload workload = requireUnscaled(name);
              return workload.scale().settled() && pods(workload).isEmpty();
            });
    if (!ended) {
      throw Failure.NESSIE.exception(
          "\"%s\" did not stop within %d s; still there: %s"
              .formatted(name, timeouts.stop().toSeconds(), names(read(name))),
          "\"kubectl describe pod\" says what keeps it. Run the command again to go on.");
    }
  }

  /**
   * Makes sure that nothing of it runs: no pod is wanted and none is there. To be called right
   * before what must not happen under a running server.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody has scaled it up
   */
  public void requireStopped(WorkloadName name) {
    Workload workload = requireUnscaled(name);
    if (!pods(workload).isEmpty()) {
      throw scaledUp(name, "has pods again: " + names(workload));
    }
  }

  private Workload read(WorkloadName name) {
    return new Workloads(cluster).read(name);
  }

  private List<String> pods(Workload workload) {
    return new Pods(cluster).names(workload);
  }

  private Workload requireUnscaled(WorkloadName name) {
    Workload workload = read(name);
    if (workload.replicas() > 0) {
      throw scaledUp(name, "was scaled up to " + workload.replicas());
    }
    return workload;
  }

  private String names(Workload workload) {
    return pods(workload).stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }

  private static BackupException scaledUp(WorkloadName name, String what) {
    return Failure.TARGET_GUARDED.exception(
        "\"%s\" %s by somebody else while it had to be down".formatted(name, what),
        "Look for an autoscaler, a GitOps tool or a colleague, and pause it; then run the command"
            + " again.");
  }

  /**
   * Scales to a number of pods and waits until all of them answer. If somebody wants another number
   * than 0 meanwhile, that number has to answer.
   *
   * @throws BackupException {@link Failure#NESSIE} with the pods' own reasons if they do not answer
   *     in time, {@link Failure#TARGET_GUARDED} if somebody scales down to 0
   */
  public void start(WorkloadName name, int replicas) {
    scale(name, replicas);
    if (replicas == 0) {
      return;
    }
    cluster.context().progress().step("waiting until Nessie's pods are ready", 0);
    boolean ready =
        cluster.await(
            timeouts.start(),
            timeouts.poll(),
            () -> {
              Workload workload = read(name);
              if (workload.replicas() == 0) {
                throw Failure.TARGET_GUARDED.exception(
                    "\"%s\" was scaled down to 0 by somebody else while it was to start"
                        .formatted(name),
                    "Look who does that; then run the command again.");
              }
              return workload.scale().settled() && workload.readyReplicas() >= workload.replicas();
            });
    if (!ready) {
      throw notReady(read(name));
    }
  }

  private BackupException notReady(Workload workload) {
    List<String> reasons = new Pods(cluster).troubles(workload);
    return Failure.NESSIE.exception(
        "\"%s\" is not ready after %d s: %d of %d pods%s"
            .formatted(
                workload.name(),
                timeouts.start().toSeconds(),
                workload.readyReplicas(),
                workload.replicas(),
                reasons.isEmpty() ? "" : "; " + String.join("; ", reasons)),
        "\"kubectl describe pod\" and \"kubectl logs\" say more.");
  }

  /** Scales without waiting. The object changes all the time, if only its status. */
  public void scale(WorkloadName name, int replicas) {
    ClusterObjects.retryOnConflict(
        () -> isScaled(name, replicas),
        () ->
            Failure.CLUSTER.exception(
                "\"%s\" could not be scaled: it changed again and again".formatted(name),
                "Look what changes it all the time; then run the command again."));
  }

  private boolean isScaled(WorkloadName name, int replicas) {
    ObjectKind kind = name.kind().objects();
    JsonNode scale =
        new ClusterObjects(cluster)
            .get(kind, name.name(), "scale")
            .orElseThrow(
                () ->
                    Failure.WORKLOAD_NOT_FOUND.exception(
                        "\"%s\" is not there any more".formatted(name)));
    if (scale.at("/spec/replicas").asInt(0) == replicas) {
      return true;
    }
    scale.withObject("/spec").put("replicas", replicas);
    return new ClusterObjects(cluster).replace(kind, name.name(), "scale", scale).isPresent();
  }
}
