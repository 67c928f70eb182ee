package org.nessiebackup.kubernetes.job;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import tools.jackson.databind.JsonNode;

/** A pod of a Job, with the one container that does its work. */
record JobPod(JsonNode object) {
  private static final List<String> OVER = List.of("Succeeded", "Failed");

  static Optional<JobPod> newest(List<JsonNode> pods) {
    return pods.stream()
        .max(Comparator.comparing(pod -> pod.at("/metadata/creationTimestamp").asString("")))
        .map(JobPod::new);
  }

  String name() {
    return ObjectFields.name(object);
  }

  boolean isOver() {
    return OVER.contains(object.at("/status/phase").asString(""));
  }

  boolean hasBegun() {
    return object.at("/status/containerStatuses/0/state/running").isObject();
  }

  boolean hasRun() {
    return hasBegun() || exitCode().isPresent();
  }

  OptionalInt exitCode() {
    JsonNode code = object.at("/status/containerStatuses/0/state/terminated/exitCode");
    return code.isInt() ? OptionalInt.of(code.asInt()) : OptionalInt.empty();
  }

  /** Why it has not begun, in its own words; absent if it has. */
  Optional<String> waiting() {
    return Optional.of(object.at("/status/containerStatuses/0/state/waiting"))
        .filter(JsonNode::isObject)
        .or(() -> ObjectFields.condition(object, "PodScheduled", "False"))
        .map(why -> why.path("reason").asString("") + " " + why.path("message").asString(""))
        .map(String::strip);
  }
}
