package org.nessiebackup.service.endpoint;

import java.util.Map;
import org.nessiebackup.service.event.EventLog;
import tools.jackson.databind.node.ObjectNode;

/** What is answered. */
public sealed interface Response {
  /** A document for machines. */
  static Body json(int status, ObjectNode document) {
    return new Body(status, "application/json", document.toString(), Map.of());
  }

  /** A page. */
  static Body html(int status, String page) {
    return new Body(status, "text/html; charset=utf-8", page, Map.of());
  }

  /** Leads to another place of this server, to be read from there. */
  static Body seeOther(String path) {
    return new Body(303, "text/plain; charset=utf-8", "", Map.of("Location", path));
  }

  /**
   * Something whole.
   *
   * @param status the status of HTTP
   * @param type the media type
   * @param text the body
   * @param headers more headers
   */
  record Body(int status, String type, String text, Map<String, String> headers)
      implements Response {}

  /**
   * What happens from now on, until the other side goes away.
   *
   * @param log the events
   * @param after the last one that the other side has; -1 for only those that come
   * @param catalog only what concerns it; empty for all
   */
  record Events(EventLog log, long after, String catalog) implements Response {}
}
