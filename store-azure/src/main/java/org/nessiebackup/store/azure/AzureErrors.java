package org.nessiebackup.store.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.blob.models.BlobStorageException;
import java.util.Set;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketFailure.Kind;

/**
 * Puts the SDK's errors into words: what, where, and what to do. The SDK throws exceptions of many
 * kinds when a connection breaks, which have nothing in common but that.
 */
record AzureErrors(AzureLocation location) {
  private static final Set<String> TAKEN = Set.of("BlobAlreadyExists", "ConditionNotMet");

  private static final Set<String> LOCKED =
      Set.of("BlobImmutableDueToPolicy", "BlobImmutableDueToLegalHold");

  /** It is not known who sends the request, as opposed to what he may do. */
  private static final Set<String> UNAUTHENTICATED =
      Set.of("AuthenticationFailed", "InvalidAuthenticationInfo");

  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  boolean isMissing(RuntimeException error) {
    return failure(error).kind() == Kind.MISSING;
  }

  BucketFailure failure(Exception error) {
    return switch (error) {
      case BlobStorageException response -> ofResponse(response);
      case ClientAuthenticationException unknown ->
          new BucketFailure(
              Kind.OTHER,
              "no credentials that are accepted; set AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN,"
                  + " or give this machine or service account an identity");
      default ->
          new BucketFailure(
              Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.TRANSIENT,
              "\"%s\" cannot be used: %s".formatted(location.server(), error.getMessage()));
    };
  }

  private BucketFailure ofResponse(BlobStorageException response) {
    String code = String.valueOf(response.getErrorCode());
    int status = response.getStatusCode();
    String said = " (HTTP %d %s)".formatted(status, code);
    Kind kind = kind(status, code);
    return switch (kind) {
      case REFUSED ->
          new BucketFailure(
              kind,
              "access denied" + said,
              "Give these credentials the role Storage Blob Data Contributor on the container, or"
                  + " that of a reader where they only read.");
      case FULL -> new BucketFailure(kind, "the account has no room for it" + said);
      case TRANSIENT, MISSING, TAKEN, LOCKED, INTERRUPTED, OTHER ->
          new BucketFailure(kind, advice(status, code) + said);
    };
  }

  private static Kind kind(int status, String code) {
    if (TAKEN.contains(code)) {
      return Kind.TAKEN;
    }
    if (LOCKED.contains(code)) {
      return Kind.LOCKED;
    }
    if (code.equals("AccountLimitExceeded") || status == 507) {
      return Kind.FULL;
    }
    if (status == 403 && !UNAUTHENTICATED.contains(code)) {
      return Kind.REFUSED;
    }
    if (status == 404 && !code.equals("ContainerNotFound")) {
      return Kind.MISSING;
    }
    return TRANSIENT.contains(status) || code.equals("Md5Mismatch") ? Kind.TRANSIENT : Kind.OTHER;
  }

  private String advice(int status, String code) {
    return switch (code) {
      case "ContainerNotFound", "ContainerBeingDeleted" ->
          "there is no container \"%s\"; make it, or correct the address (none is made by itself)"
              .formatted(location.container());
      case "AuthenticationFailed", "InvalidAuthenticationInfo" ->
          "the credentials are wrong or have expired, or the clock of this machine is wrong";
      case "Md5Mismatch" -> "the bytes were damaged on the way; look at the network, or a proxy";
      default ->
          switch (status) {
            case 401, 403 -> "access denied; look at the credentials and their roles";
            case 429, 500, 502, 503, 504 ->
                "the server is out of order or has too much to do; try again later";
            default -> "the server refused it";
          };
    };
  }
}
