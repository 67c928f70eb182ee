package org.nessiebackup.kubernetes.cluster;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What objects of many kinds have in common. */
public final class ObjectFields {
  private ObjectFields() {}

  /** A text; empty if there is none, or an empty one. */
  public static Optional<String> text(JsonNode node) {
    return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
  }

  /** A time; empty if it is none. */
  public static Optional<Instant> time(JsonNode node) {
    try {
      return text(node).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The name. */
  public static String name(JsonNode object) {
    return object.at("/metadata/name").asString("");
  }

  /** Labels, annotations or the like; none if there are none. */
  public static Map<String, String> texts(JsonNode map) {
    return map.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().asString("")));
  }

  /** A condition such as {@code Ready}, if it has this status. */
  public static Optional<JsonNode> condition(JsonNode object, String type, String status) {
    return object
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").equals(type))
        .filter(condition -> condition.path("status").asString("").equals(status))
        .findFirst();
  }

  /** Whether it was made by one of these objects of a kind. */
  public static boolean isOwnedBy(JsonNode object, ObjectKind kind, Collection<String> names) {
    return object
        .at("/metadata/ownerReferences")
        .valueStream()
        .filter(owner -> owner.path("kind").asString("").equals(kind.kind()))
        .anyMatch(owner -> names.contains(owner.path("name").asString("")));
  }
}
