package org.nessiebackup.kubernetes.check;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import tools.jackson.databind.JsonNode;

/** Times of the API. */
final class Times {
  private Times() {}

  /** What a field says; absent if it says no time. */
  static Optional<Instant> of(JsonNode node) {
    return ObjectFields.text(node)
        .flatMap(
            text -> {
              try {
                return Optional.of(Instant.parse(text));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }
}
