package org.nessiebackup.store.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.StoreFullException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Puts the SDK's errors into words: what, where, and what to do. */
final class S3Errors {
  private final S3Location location;

  S3Errors(S3Location location) {
    this.location = location;
  }

  /** Does something; {@code what} says it as in "cannot list". */
  <T> T translated(String what, Supplier<T> work) throws IOException {
    try {
      return work.get();
    } catch (SdkException e) {
      throw translate(e, what);
    }
  }

  IOException translate(SdkException error, String what) {
    return switch (error) {
      case S3Exception answer -> ofAnswer(answer, what);
      case AbortedException aborted -> {
        InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
        interrupted.initCause(aborted);
        yield interrupted;
      }
      default -> new IOException(what + ": " + withoutAnswer(error), error);
    };
  }

  private IOException ofAnswer(S3Exception answer, String what) {
    String code = ServerAnswer.code(answer);
    String said = said(answer, code);
    return switch (code) {
      case "QuotaExceeded",
          "EntityTooLarge",
          "InsufficientStorage",
          "InsufficientCapacity",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded" ->
          full(answer, what, said);
      case "AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden" ->
          refused(answer, what, said);
      case "" ->
          answer.statusCode() == 403
              ? refused(answer, what, said)
              : new IOException(what + ": " + advice(answer.statusCode(), code) + said, answer);
      default ->
          answer.statusCode() == 507
              ? full(answer, what, said)
              : new IOException(what + ": " + advice(answer.statusCode(), code) + said, answer);
    };
  }

  private static AccessRefusedException refused(S3Exception answer, String what, String said) {
    return new AccessRefusedException(
        what + ": access denied" + said,
        "Give these credentials the permissions that the guide lists for a bucket; without"
            + " s3:ListBucket a server says this of what is not there, too.",
        answer);
  }

  private static StoreFullException full(S3Exception answer, String what, String said) {
    return new StoreFullException(
        what + ": the server has no room for it; free some, or raise the quota" + said, answer);
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

  private static String said(S3Exception answer, String code) {
    String text = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorMessage();
    return " (HTTP %d%s%s)"
        .formatted(
            answer.statusCode(),
            code.isEmpty() ? "" : " " + code,
            text == null || text.isBlank() ? "" : ": " + text.strip());
  }

  private String withoutAnswer(SdkException error) {
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
