package org.nessiebackup.store.s3;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Sets up the SDK's client. Nothing is sent yet. */
final class S3Connection {
  /** What a server that is not AWS is told when nobody says a region; most take any. */
  private static final String USUAL_REGION = "us-east-1";

  /**
   * Worth another attempt besides what the SDK repeats by itself: a body that was damaged on the
   * way, and two writers at the same moment.
   */
  private static final Set<String> REPEATABLE =
      Set.of("BadDigest", "XAmzContentSHA256Mismatch", "ConditionalRequestConflict");

  private S3Connection() {}

  static S3Client open(S3Endpoint endpoint, Patience patience) {
    return open(endpoint, patience, Optional.empty());
  }

  static S3Client open(
      S3Endpoint endpoint, Patience patience, Optional<S3Credentials> credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http(endpoint, patience))
            .forcePathStyle(endpoint.pathStyle())
            // Newer checksums are unknown to some servers; we send Content-MD5, which all know.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            // One body of a known length, instead of a framing that not all servers take.
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(
                override ->
                    override
                        .addExecutionInterceptor(new BrokenAnswers())
                        .retryStrategy(retries(patience))
                        .apiCallAttemptTimeout(patience.attempt()));
    endpoint.region().map(Region::of).ifPresent(builder::region);
    endpoint.address().ifPresent(address -> toServer(builder, address, endpoint));
    credentials.map(S3Connection::provider).ifPresent(builder::credentialsProvider);
    return builder.build();
  }

  private static AwsCredentialsProvider provider(S3Credentials credentials) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey().value()));
  }

  private static void toServer(S3ClientBuilder builder, URI address, S3Endpoint endpoint) {
    builder.endpointOverride(address);
    if (endpoint.region().isEmpty()) {
      // Not the SDK's whole search, which would ask the metadata service of a cloud we are not in.
      builder.region(Region.of(SdkSystemSetting.AWS_REGION.getStringValue().orElse(USUAL_REGION)));
    }
  }

  private static UrlConnectionHttpClient http(S3Endpoint endpoint, Patience patience) {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(patience.connect())
            .socketTimeout(patience.silence());
    endpoint
        .authorities()
        .map(TrustedAuthorities::read)
        .ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
    return (UrlConnectionHttpClient) http.build();
  }

  private static StandardRetryStrategy retries(Patience patience) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(patience.attempts())
        .backoffStrategy(BackoffStrategy.exponentialDelay(patience.pause(), Patience.LONGEST_PAUSE))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(patience.busyPause(), Patience.LONGEST_PAUSE))
        .retryOnException(S3Connection::isRepeatable)
        .build();
  }

  /** Also an answer that ends in its middle as if it were whole. */
  private static boolean isRepeatable(Throwable error) {
    return error instanceof S3Exception answer
        ? REPEATABLE.contains(ServerAnswer.code(answer))
        : error.getCause() instanceof XMLStreamException;
  }
}
