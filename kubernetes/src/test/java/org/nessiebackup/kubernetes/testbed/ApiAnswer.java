package org.nessiebackup.kubernetes.testbed;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server says.
 *
 * @param status of HTTP
 * @param body the document
 */
record ApiAnswer(int status, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  /** A refusal in the form that clients understand. */
  static ApiAnswer refusal(int status, String reason, String message) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
    node.put("reason", reason).put("message", message).put("code", status);
    return new ApiAnswer(status, node.toString());
  }

  static String reason(int status) {
    return switch (status) {
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 429 -> "TooManyRequests";
      case 503 -> "ServiceUnavailable";
      default -> "InternalError";
    };
  }
}
