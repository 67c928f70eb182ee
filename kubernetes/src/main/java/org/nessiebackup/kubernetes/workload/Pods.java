package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;

/** The pods of a workload, and what is wrong with them. */
public final class Pods {
  private static final int LOG_LINES = 5;
  private static final int LOG_LENGTH = 2000;

  private final Cluster cluster;

  /** In a cluster. */
  public Pods(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * All that the selector finds, also those on their way out; not those that have run to an end.
   */
  List<Pod> of(Workload workload) {
    return cluster
        .call(
            "cannot list pods",
            () ->
                cluster
                    .client()
                    .pods()
                    .inNamespace(workload.name().namespace())
                    .withLabelSelector(workload.selector())
                    .list())
        .getItems()
        .stream()
        .filter(pod -> !isOver(pod))
        .toList();
  }

  /** An evicted pod stays to be looked at; its processes are gone. */
  private static boolean isOver(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  /** The name of a pod that is ready, if there is one. */
  public Optional<String> ready(Workload workload) {
    return of(workload).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> condition(pod, "Ready").map(c -> c.getStatus().equals("True")).orElse(false))
        .map(pod -> pod.getMetadata().getName())
        .findFirst();
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals(type))
            .findFirst();
  }

  /** Of each pod that does not answer, why it does not, as it says itself. */
  List<String> troubles(Workload workload) {
    List<String> troubles = new ArrayList<>();
    for (Pod pod : of(workload)) {
      String name = pod.getMetadata().getName();
      if (pod.getStatus() == null) {
        continue;
      }
      condition(pod, "PodScheduled")
          .filter(condition -> condition.getStatus().equals("False"))
          .ifPresent(
              condition ->
                  troubles.add(
                      "pod \"%s\": %s (%s)"
                          .formatted(name, condition.getReason(), condition.getMessage())));
      for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
        if (!Boolean.TRUE.equals(container.getReady())) {
          troubles.add("pod \"%s\": %s%s".formatted(name, state(container), log(pod, container)));
        }
      }
    }
    return troubles;
  }

  private static String state(ContainerStatus container) {
    Optional<ContainerState> state = Optional.ofNullable(container.getState());
    Optional<ContainerStateWaiting> waiting = state.map(ContainerState::getWaiting);
    Optional<ContainerStateTerminated> ended =
        Optional.ofNullable(container.getLastState())
            .map(ContainerState::getTerminated)
            .or(() -> state.map(ContainerState::getTerminated));
    return waiting
            .map(
                why ->
                    why.getReason()
                        + (why.getMessage() == null ? "" : " (" + why.getMessage() + ")"))
            .orElse("runs, but is not ready")
        + ended
            .map(
                end ->
                    ", it ended with exit code %d (%s)"
                        .formatted(end.getExitCode(), end.getReason()))
            .orElse("");
  }

  /** The last lines; of the run before, if it keeps on crashing. Nothing if there are none. */
  private String log(Pod pod, ContainerStatus container) {
    if (container.getState() != null
        && container.getState().getWaiting() != null
        && container.getLastState() == null) {
      return "";
    }
    boolean crashed = container.getState() == null || container.getState().getRunning() == null;
    try {
      String log =
          cluster.call(
              "cannot read the log",
              () -> {
                var named =
                    cluster
                        .client()
                        .pods()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .inContainer(container.getName());
                return (crashed ? named.terminated() : named).tailingLines(LOG_LINES).getLog();
              });
      String text = log.strip();
      int from = Math.max(0, text.length() - LOG_LENGTH);
      return text.isEmpty() ? "" : "; its log ends with: " + text.substring(from);
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      // The log would have been a help; there may be none.
      return "";
    }
  }
}
