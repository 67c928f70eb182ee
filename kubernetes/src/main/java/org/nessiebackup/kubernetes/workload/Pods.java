package org.nessiebackup.kubernetes.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/** The pods of a workload, and what is wrong with them. */
public record Pods(Cluster cluster) {
  private static final int LOG_LINES = 5;
  private static final int LOG_LENGTH = 2000;

  /** An evicted pod stays to be looked at; its processes are gone. */
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  /**
   * All that the selector finds, also those on their way out; not those that have run to an end.
   */
  private List<JsonNode> of(Workload workload) {
    return new ClusterObjects(cluster)
        .list(ObjectKind.POD, workload.template().selector()).stream()
            .filter(pod -> !OVER.contains(pod.at("/status/phase").asString("")))
            .toList();
  }

  /** The names of all that have not run to an end, those on their way out included. */
  List<String> names(Workload workload) {
    return of(workload).stream().map(ObjectFields::name).toList();
  }

  /** The name of a pod that is ready, if there is one. */
  public Optional<String> ready(Workload workload) {
    return of(workload).stream()
        .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
        .filter(pod -> ObjectFields.condition(pod, "Ready", "True").isPresent())
        .map(ObjectFields::name)
        .findFirst();
  }

  /** Of each pod that does not answer, why it does not, as it says itself. */
  List<String> troubles(Workload workload) {
    List<String> troubles = new ArrayList<>();
    for (JsonNode pod : of(workload)) {
      ObjectFields.condition(pod, "PodScheduled", "False")
          .ifPresent(
              condition ->
                  troubles.add(
                      "pod \"%s\": %s (%s)"
                          .formatted(
                              ObjectFields.name(pod),
                              condition.path("reason").asString(""),
                              condition.path("message").asString(""))));
      for (JsonNode container : pod.at("/status/containerStatuses")) {
        if (!container.path("ready").asBoolean(false)) {
          troubles.add(
              "pod \"%s\": %s%s"
                  .formatted(ObjectFields.name(pod), state(container), log(pod, container)));
        }
      }
    }
    return troubles;
  }

  private static String state(JsonNode container) {
    JsonNode waiting = container.at("/state/waiting");
    JsonNode before = container.at("/lastState/terminated");
    JsonNode ended = before.isObject() ? before : container.at("/state/terminated");
    String now = "runs, but is not ready";
    if (waiting.isObject()) {
      String message = waiting.path("message").asString("");
      now = waiting.path("reason").asString("") + (message.isEmpty() ? "" : " (" + message + ")");
    }
    return ended.isObject()
        ? "%s, it ended with exit code %d (%s)"
            .formatted(now, ended.path("exitCode").asInt(0), ended.path("reason").asString(""))
        : now;
  }

  /** The last lines; of the run before, if it keeps on crashing. Nothing if there are none. */
  private String log(JsonNode pod, JsonNode container) {
    boolean neverRan =
        container.at("/state/waiting").isObject() && container.path("lastState").isEmpty();
    if (neverRan) {
      return "";
    }
    boolean crashed = !container.at("/state/running").isObject();
    try {
      String log =
          new ClusterObjects(cluster)
              .log(ObjectFields.name(pod), container.path("name").asString(""), LOG_LINES, crashed);
      int from = Math.max(0, log.length() - LOG_LENGTH);
      return log.isEmpty() ? "" : "; its log ends with: " + log.substring(from);
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      // The log would have been a help; there may be none.
      return "";
    }
  }
}
