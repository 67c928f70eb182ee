package org.nessiebackup.store.s3;

import java.net.ProtocolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The server's time; ours may be wrong, and for retention it is the server's that counts. */
final class ServerTime {
  private ServerTime() {}

  static Instant of(S3Exception error) throws ProtocolException {
    AwsErrorDetails details = error.awsErrorDetails();
    return of(details == null ? null : details.sdkHttpResponse());
  }

  static Instant of(SdkHttpResponse response) throws ProtocolException {
    String date = response == null ? "" : response.firstMatchingHeader("Date").orElse("");
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw new ProtocolException("the server does not say its time: \"" + date + "\"");
    }
  }
}
