package org.nessiebackup.service.endpoint;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What went wrong with a request.
 *
 * @param status that of HTTP
 * @param failure the kind
 * @param message what and where
 * @param hint what to do
 */
public record Problem(int status, Failure failure, String message, Optional<String> hint) {
  /** One without advice. */
  public static Problem of(int status, Failure failure, String message) {
    return new Problem(status, failure, message, Optional.empty());
  }

  /** What an endpoint has thrown. */
  public static Problem of(BackupException thrown) {
    return new Problem(
        status(thrown.failure()), thrown.failure(), thrown.getMessage(), thrown.hint());
  }

  /** As commands write it. */
  public ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("message_type", "error").put("code", failure.label()).put("message", message);
    hint.ifPresent(text -> document.put("hint", text));
    return document.put("exit_code", failure.exitCode());
  }

  /**
   * 4xx for what another request would mend, 5xx for what is behind this service; a server that
   * refuses us has not refused whoever asks, so neither 401 nor 403 are among them.
   */
  static int status(Failure failure) {
    return switch (failure) {
      case USAGE, DUMP_NOT_UNDERSTOOD -> 400;
      case CATALOG_NOT_FOUND,
          BACKUP_NOT_FOUND,
          REFERENCE_NOT_FOUND,
          CONTENT_NOT_FOUND,
          VAULT_NOT_FOUND,
          WORKLOAD_NOT_FOUND ->
          404;
      case CATALOG_AMBIGUOUS,
          CATALOG_UNSUITABLE,
          KEY_MISSING,
          KEY_WRONG,
          LOCKED,
          GAP,
          TARGET_GUARDED,
          STALE,
          WORKLOAD_AMBIGUOUS ->
          409;
      case INTERNAL, FINDINGS -> 500;
      case CONNECTION,
          LOGIN,
          SERVER_UNSUPPORTED,
          PERMISSION,
          DATABASE,
          STORE,
          FORMAT_UNSUPPORTED,
          DAMAGED,
          UNTRUSTED,
          CLUSTER,
          NESSIE ->
          502;
      case INTERRUPTED -> 503;
      case STORE_FULL -> 507;
    };
  }
}
