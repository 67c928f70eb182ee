package org.nessiebackup.kubernetes.check;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;
import tools.jackson.databind.JsonNode;

/** Jobs, and what their pods have to say. */
record JobHistory(ClusterObjects objects) {
  /** What allows to see jobs and what their pods say. */
  static final List<Permission> TO_LOOK =
      List.of(
          ObjectKind.JOB.permission("list"),
          ObjectKind.POD.permission("list"),
          new Permission("", "pods/log", "get"));

  private static final int LOG_LINES = 10;
  private static final int LONGEST = 2000;

  /** Those that a CronJob has started and that are still there. */
  List<JsonNode> of(String cronJob) {
    return objects.list(ObjectKind.JOB, "").stream()
        .filter(job -> ObjectFields.isOwnedBy(job, ObjectKind.CRON_JOB, Set.of(cronJob)))
        .toList();
  }

  /** Since when it has a condition such as {@code Failed}; absent if it has not. */
  static Optional<JsonNode> condition(JsonNode job, String type) {
    return ObjectFields.condition(job, type, "True");
  }

  static boolean isOver(JsonNode job) {
    return condition(job, "Complete").isPresent() || condition(job, "Failed").isPresent();
  }

  static Optional<Instant> startedAt(JsonNode job) {
    return ObjectFields.time(job.at("/status/startTime"))
        .or(() -> ObjectFields.time(job.at("/metadata/creationTimestamp")));
  }

  private List<JsonNode> pods(String job) {
    return objects.list(ObjectKind.POD, "job-name=" + job);
  }

  /** Why a pod has not begun, in its own words; absent if it has. */
  private static Optional<String> waiting(JsonNode pod) {
    return containers(pod)
        .map(container -> container.at("/state/waiting"))
        .filter(JsonNode::isObject)
        .findFirst()
        .or(() -> ObjectFields.condition(pod, "PodScheduled", "False"))
        .map(why -> why.path("reason").asString("") + " " + why.path("message").asString(""))
        .map(String::strip);
  }

  private static Stream<JsonNode> containers(JsonNode pod) {
    return pod.at("/status/containerStatuses").valueStream();
  }

  /**
   * What its newest pod said in the end: the message of its termination, or the end of its log, or
   * why it never began. Empty if nothing is known.
   */
  String lastWords(String job) {
    return ofNewest(job, this::wordsOf);
  }

  /** The end of what its newest pod has written. */
  String lastLog(String job) {
    return ofNewest(job, this::log);
  }

  /** What pods say is a help; where it cannot be had, that must not hide the rest. */
  private String ofNewest(String job, Function<JsonNode, String> words) {
    try {
      return newest(pods(job)).map(words).map(JobHistory::end).orElse("");
    } catch (BackupException e) {
      return switch (e.failure()) {
        case INTERRUPTED -> throw e;
        case PERMISSION -> "not allowed to look, for that add " + Permissions.rules(TO_LOOK);
        default -> "";
      };
    }
  }

  private static Optional<JsonNode> newest(List<JsonNode> pods) {
    return pods.stream()
        .max(Comparator.comparing(pod -> pod.at("/metadata/creationTimestamp").asString("")));
  }

  private String wordsOf(JsonNode pod) {
    return containers(pod)
        .map(container -> container.at("/state/terminated/message").asString("").strip())
        .filter(message -> !message.isEmpty())
        .findFirst()
        .or(() -> waiting(pod))
        .orElseGet(() -> log(pod));
  }

  private String log(JsonNode pod) {
    String container = pod.at("/spec/containers/0/name").asString("");
    return objects.log(ObjectFields.name(pod), container, LOG_LINES, false);
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - LONGEST));
  }
}
