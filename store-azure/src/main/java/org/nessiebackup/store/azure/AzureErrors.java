package org.nessiebackup.store.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.StoreFullException;

/** Puts the SDK's errors into words: what, where, and what to do. */
final class AzureErrors {
  static final int NOT_FOUND = 404;

  private static final Set<BlobErrorCode> TAKEN =
      Set.of(BlobErrorCode.BLOB_ALREADY_EXISTS, BlobErrorCode.CONDITION_NOT_MET);

  private static final Set<BlobErrorCode> LOCKED =
      Set.of(
          BlobErrorCode.BLOB_IMMUTABLE_DUE_TO_POLICY,
          BlobErrorCode.fromString("BlobImmutableDueToLegalHold"));

  /** Who is asking is not known, as opposed to what he may do. */
  private static final Set<String> UNAUTHENTICATED =
      Set.of("AuthenticationFailed", "InvalidAuthenticationInfo");

  private static final int FORBIDDEN = 403;

  private final AzureLocation location;

  AzureErrors(AzureLocation location) {
    this.location = location;
  }

  static boolean isTaken(RuntimeException error) {
    return error instanceof BlobStorageException answer && TAKEN.contains(answer.getErrorCode());
  }

  static boolean isLocked(RuntimeException error) {
    return error instanceof BlobStorageException answer && LOCKED.contains(answer.getErrorCode());
  }

  static boolean isMissing(RuntimeException error) {
    return error instanceof BlobStorageException answer
        && answer.getStatusCode() == NOT_FOUND
        && !BlobErrorCode.CONTAINER_NOT_FOUND.equals(answer.getErrorCode());
  }

  /**
   * Does something; {@code what} says it as in "cannot list". The SDK throws exceptions of many
   * kinds when a connection breaks, which have nothing in common but that.
   */
  <T> T translated(String what, Supplier<T> work) throws IOException {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw translate(e, what);
    }
  }

  IOException translate(RuntimeException error, String what) {
    if (error instanceof BlobStorageException answer) {
      String code = String.valueOf(answer.getErrorCode());
      String said = " (HTTP %d %s)".formatted(answer.getStatusCode(), code);
      if (answer.getStatusCode() == FORBIDDEN && !UNAUTHENTICATED.contains(code)) {
        return new AccessRefusedException(
            what + ": access denied" + said,
            "Give these credentials the role Storage Blob Data Contributor on the container, or"
                + " that of a reader where they only read.",
            answer);
      }
      return code.equals("AccountLimitExceeded") || answer.getStatusCode() == 507
          ? new StoreFullException(what + ": the account has no room for it" + said, answer)
          : new IOException(what + ": " + advice(answer.getStatusCode(), code) + said, answer);
    }
    if (error instanceof ClientAuthenticationException) {
      return new IOException(
          what
              + ": no credentials that are accepted; set AZURE_STORAGE_KEY or"
              + " AZURE_STORAGE_SAS_TOKEN, or give this machine or service account an identity",
          error);
    }
    return new IOException(
        what + ": \"" + location.server() + "\" cannot be used: " + error.getMessage(), error);
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
