package org.nessiebackup.store.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.xml.stream.XMLStreamException;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketFailure.Kind;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Puts the SDK's errors into words: what, where, and what to do. */
record S3Errors(S3Location location) {
  static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private static final Set<String> UNKNOWN_CONDITION =
      Set.of("InvalidArgument", "InvalidRequest", "NotImplemented");

  private static final Set<Integer> TRANSIENT_STATUS = Set.of(429, 500, 502, 503, 504);

  /** Among them a body that was damaged on the way, and two writers at the same moment. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "BadDigest",
          "XAmzContentSHA256Mismatch",
          "ConditionalRequestConflict",
          "InternalError",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown");

  private static final Set<String> FULL =
      Set.of(
          "QuotaExceeded",
          "EntityTooLarge",
          "InsufficientStorage",
          "InsufficientCapacity",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded");

  private static final Set<String> REFUSED =
      Set.of("AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden");

  private static final String PERMISSIONS =
      "Give these credentials the permissions that the guide lists for a bucket; without"
          + " s3:ListBucket a server says this of what is not there, too.";

  /** The word for an error; empty where the response has none, as those to HEAD. */
  static String code(S3Exception error) {
    AwsErrorDetails details = error.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  /** Whether the name is taken, or is being taken by somebody else at this moment. */
  static boolean isTaken(S3Exception error) {
    return error.statusCode() == PRECONDITION_FAILED
        || (error.statusCode() == CONFLICT && code(error).equals("ConditionalRequestConflict"));
  }

  /** Whether the server does not know the header that makes a put conditional. */
  static boolean isUnknownCondition(S3Exception error) {
    return error.statusCode() == 501
        || (error.statusCode() == 400 && UNKNOWN_CONDITION.contains(code(error)));
  }

  BucketFailure failure(Exception error) {
    return switch (error) {
      case S3Exception response -> ofResponse(response);
      case AbortedException aborted -> new BucketFailure(Kind.INTERRUPTED, "interrupted");
      case SdkException other ->
          new BucketFailure(isBroken(other) ? Kind.TRANSIENT : Kind.OTHER, withoutResponse(other));
      default -> {
        if (error instanceof RuntimeException fault && !isBroken(fault)) {
          throw fault;
        }
        yield new BucketFailure(Kind.TRANSIENT, withoutResponse(error));
      }
    };
  }

  /**
   * Whether the connection broke. The library takes a response that breaks off for bad XML, or lets
   * an unchecked error through.
   */
  private static boolean isBroken(Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof XMLStreamException
          || cause instanceof ApiCallAttemptTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private BucketFailure ofResponse(S3Exception response) {
    String code = code(response);
    int status = response.statusCode();
    String said = said(response, code);
    if (FULL.contains(code) || status == 507) {
      return new BucketFailure(
          Kind.FULL, "the server has no room for it; free some, or raise the quota" + said);
    }
    if (REFUSED.contains(code) || (code.isEmpty() && status == 403)) {
      return new BucketFailure(Kind.REFUSED, "access denied" + said, PERMISSIONS);
    }
    return new BucketFailure(kind(response, code), advice(status, code) + said);
  }

  private static Kind kind(S3Exception response, String code) {
    if (code.equals("NoSuchKey")) {
      return Kind.MISSING;
    }
    if (response.statusCode() == PRECONDITION_FAILED) {
      return Kind.TAKEN;
    }
    return TRANSIENT.contains(code)
            || TRANSIENT_STATUS.contains(response.statusCode())
            || response.isThrottlingException()
            || response.isClockSkewException()
        ? Kind.TRANSIENT
        : Kind.OTHER;
  }

  private String advice(int status, String code) {
    return switch (code) {
      case "NoSuchBucket" ->
          "there is no bucket \"%s\"; make it, or correct the address (none is made by itself)"
              .formatted(location.bucket());
      case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" ->
          "the credentials have expired; get new ones and run the command again";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
          "the server does not accept the access key, or not its secret; look which credentials the"
              + " AWS tools would use here";
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "the bucket is in another region; add region=… to the address";
      case "RequestTimeTooSkewed", "RequestExpired" ->
          "the clock of this machine is wrong; set it by NTP";
      case "BadDigest", "XAmzContentSHA256Mismatch" ->
          "the bytes were damaged on the way, every time; look at the network, or a proxy";
      default -> byStatus(status);
    };
  }

  private static String byStatus(int status) {
    return switch (status) {
      case 301, 307 -> "the bucket is in another region; add region=… to the address";
      case 401, 403 ->
          "access denied; look which credentials the AWS tools would use here, and what the guide"
              + " lists for a bucket";
      case 429, 500, 502, 503, 504 ->
          "the server is out of order or has too much to do; try again later";
      default -> "the server refused it";
    };
  }

  private static String said(S3Exception response, String code) {
    String text =
        response.awsErrorDetails() == null ? null : response.awsErrorDetails().errorMessage();
    return " (HTTP %d%s%s)"
        .formatted(
            response.statusCode(),
            code.isEmpty() ? "" : " " + code,
            text == null || text.isBlank() ? "" : ": " + text.strip());
  }

  private String withoutResponse(Exception error) {
    String server = location.endpoint().address().map(Object::toString).orElse("AWS");
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException unknown -> {
          return "no such host: \"%s\"; look at endpoint, region and path-style"
              .formatted(unknown.getMessage());
        }
        case ConnectException refused -> {
          return "no connection to \"%s\": %s; look whether the server runs and can be reached"
              .formatted(server, refused.getMessage());
        }
        case SocketTimeoutException silent -> {
          return "\"%s\" does not answer: %s".formatted(server, silent.getMessage());
        }
        case ApiCallAttemptTimeoutException slow -> {
          return "\"%s\" took too long".formatted(server);
        }
        case SSLException tls -> {
          return "no secure connection to \"%s\": %s; if its certificate is signed by an authority of"
                  .formatted(server, tls.getMessage())
              + " your own, name that with ca=FILE";
        }
        default -> {
          // Its cause may say more.
        }
      }
    }
    String text = String.valueOf(error.getMessage());
    if (text.startsWith("Unable to load credentials")) {
      return "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a profile or"
          + " a role";
    }
    if (text.startsWith("Unable to load region")) {
      return "no region; add region=… to the address, or set AWS_REGION";
    }
    return text;
  }
}
