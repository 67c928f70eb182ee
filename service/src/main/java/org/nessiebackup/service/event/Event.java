package org.nessiebackup.service.event;

import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened.
 *
 * @param id its number, without a gap from one to the next
 * @param at when
 * @param type what: {@code run}, {@code point}, {@code alert}
 * @param catalog whom it concerns; empty for the service
 * @param data more about it, as the API shows it
 */
public record Event(long id, Instant at, String type, String catalog, ObjectNode data) {
  /** As whoever listens is told it. */
  public ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("type", type).put("time", at.toString());
    if (!catalog.isEmpty()) {
      document.put("catalog", catalog);
    }
    document.set("data", data);
    return document;
  }
}
