package org.nessiebackup.store.gcs;

import com.google.api.client.http.HttpResponseException;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketFailure.Kind;

/** Puts the errors of Google's client into words: what, where, and what to do. */
record GcsErrors(GcsLocation location) {
  boolean isMissing(Exception error) {
    return failure(error).kind() == Kind.MISSING;
  }

  BucketFailure failure(Exception error) {
    return switch (error) {
      case HttpResponseException response -> ofResponse(response);
      case RuntimeException fault -> throw fault;
      default ->
          new BucketFailure(
              Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.TRANSIENT,
              "\"%s\" cannot be used: %s".formatted(location.server(), error.getMessage()));
    };
  }

  private BucketFailure ofResponse(HttpResponseException response) {
    int status = response.getStatusCode();
    Kind kind = kind(status, String.valueOf(response.getContent()));
    return switch (kind) {
      case REFUSED ->
          new BucketFailure(
              kind,
              "access denied (HTTP 403)",
              "Give these credentials the role Storage Object User on the bucket, or Storage Object"
                  + " Viewer where they only read.");
      case FULL -> new BucketFailure(kind, "the server has no room for it");
      case TRANSIENT, MISSING, TAKEN, LOCKED, INTERRUPTED, OTHER ->
          new BucketFailure(kind, "%s (HTTP %d)".formatted(advice(status), status));
    };
  }

  /** The object is locked by the bucket's retention, by its own, or by a hold. */
  private static Kind kind(int status, String content) {
    return switch (status) {
      case 403 ->
          content.matches("(?s).*(retentionPolicyNotMet|objectUnderActiveHold|[Rr]etention).*")
              ? Kind.LOCKED
              : Kind.REFUSED;
      case 404 -> content.contains("bucket does not exist") ? Kind.OTHER : Kind.MISSING;
      case 412 -> Kind.TAKEN;
      case 413, 507 -> Kind.FULL;
      case 408, 429 -> Kind.TRANSIENT;
      default -> status >= 500 ? Kind.TRANSIENT : Kind.OTHER;
    };
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
