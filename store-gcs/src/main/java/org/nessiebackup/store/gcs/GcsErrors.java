package org.nessiebackup.store.gcs;

import com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.StoreFullException;

/** Puts the errors of Google's client into words: what, where, and what to do. */
final class GcsErrors {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final GcsLocation location;

  GcsErrors(GcsLocation location) {
    this.location = location;
  }

  static boolean isTaken(IOException error) {
    return error instanceof HttpResponseException answer
        && answer.getStatusCode() == PRECONDITION_FAILED;
  }

  static boolean isMissing(IOException error) {
    return error instanceof HttpResponseException answer
        && answer.getStatusCode() == NOT_FOUND
        && !String.valueOf(answer.getContent()).contains("bucket does not exist");
  }

  /** Whether the server keeps the object: the bucket's retention, the object's, or a hold. */
  static boolean isLocked(IOException error) {
    return error instanceof HttpResponseException answer
        && answer.getStatusCode() == FORBIDDEN
        && String.valueOf(answer.getContent())
            .matches("(?s).*(retentionPolicyNotMet|objectUnderActiveHold|[Rr]etention).*");
  }

  IOException translate(IOException error, String what) {
    if (error instanceof HttpResponseException answer) {
      int status = answer.getStatusCode();
      if (status == FORBIDDEN) {
        return new AccessRefusedException(
            what + ": access denied (HTTP 403)",
            "Give these credentials the role Storage Object User on the bucket, or Storage Object"
                + " Viewer where they only read.",
            answer);
      }
      return status == 413 || status == 507
          ? new StoreFullException(what + ": the server has no room for it", answer)
          : new IOException("%s: %s (HTTP %d)".formatted(what, advice(status), status), answer);
    }
    return new IOException(
        what + ": \"" + location.server() + "\" cannot be used: " + error.getMessage(), error);
  }

  private String advice(int status) {
    return switch (status) {
      case 401 -> "the credentials are not accepted, or have expired";
      case 404 ->
          "there is no bucket \"%s\" (none is made by itself), or the upload has expired"
              .formatted(location.bucket());
      case 429, 500, 502, 503, 504 ->
          "the server is out of order or has too much to do; try again later";
      default -> "the server refused it";
    };
  }
}
