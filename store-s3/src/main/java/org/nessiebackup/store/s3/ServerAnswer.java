package org.nessiebackup.store.s3;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an answer of the server says besides its body. */
final class ServerAnswer {
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int PRECONDITION_FAILED = 412;

  private static final Set<String> UNKNOWN_CONDITION =
      Set.of("InvalidArgument", "InvalidRequest", "NotImplemented");

  private ServerAnswer() {}

  /** The word for an error; empty where the answer has none, as answers to HEAD. */
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

  /** The server's time; ours may be wrong, and for retention it is the server's that counts. */
  static Instant time(SdkHttpResponse response) throws IOException {
    String date = response == null ? "" : response.firstMatchingHeader("Date").orElse("");
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw new IOException("the server does not tell its time: \"" + date + "\"", e);
    }
  }
}
