package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.ErrorWords;
import org.nessiebackup.Failure;

/** Puts the client's errors into words: what, where, and what to do. */
record ClusterErrors(URI server) {
  static final int CONFLICT = HttpURLConnection.HTTP_CONFLICT;
  private static final int TOO_MANY_REQUESTS = 429;

  /**
   * Whether another attempt may go better: the server has too much to do, is out of order, or a
   * list was too old to go on with. Everything that is asked for here may be asked for twice.
   */
  static boolean passing(Exception thrown) {
    if (!(thrown instanceof KubernetesClientException error)) {
      return false;
    }
    int code = error.getCode();
    return code == TOO_MANY_REQUESTS
        || code == HttpURLConnection.HTTP_GONE
        || code >= HttpURLConnection.HTTP_INTERNAL_ERROR
        || noAnswer(error);
  }

  /** A connection that broke, or no answer in time. */
  private static boolean noAnswer(KubernetesClientException error) {
    return error.getCode() <= 0 && broken(error).isPresent();
  }

  private static Optional<IOException> broken(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken) {
        return Optional.of(broken);
      }
    }
    return Optional.empty();
  }

  /** {@code what} as in "cannot list pods". */
  BackupException translate(String what, KubernetesClientException error) {
    if (noAnswer(error)) {
      return failure(
          what + ": it cannot be reached: " + ErrorWords.of(broken(error).orElseThrow()),
          "Look whether \"kubectl get pods\" works from here; then run the command again.",
          error);
    }
    return switch (error.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          failure(
              what + ": the API server does not accept these credentials",
              "Log in again, or name another context by --context.",
              error);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          Failure.PERMISSION.exception(
              what + ": " + said(error),
              "Add a rule for it to the Role of whoever runs this.",
              error);
      default ->
          failure(
              "%s: it answers %d: %s".formatted(what, error.getCode(), said(error)),
              passing(error)
                  ? "It was asked several times. Look at the health of the control plane; then run"
                      + " the command again."
                  : null,
              error);
    };
  }

  private BackupException failure(String what, String hint, Throwable cause) {
    return Failure.CLUSTER.exception("API server \"%s\": %s".formatted(server, what), hint, cause);
  }

  private static String said(KubernetesClientException error) {
    return error.getStatus() == null || error.getStatus().getMessage() == null
        ? String.valueOf(error.getMessage())
        : error.getStatus().getMessage();
  }
}
