package org.nessiebackup.store.s3;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Sets up the SDK's client. Nothing is sent yet. */
final class S3Connection {
  /** What a server that is not AWS is told when nobody says a region; most take any. */
  private static final String USUAL_REGION = "us-east-1";

  private S3Connection() {}

  static S3Client open(S3Endpoint endpoint, S3Timeouts timeouts) {
    return open(endpoint, timeouts, Optional.empty());
  }

  static S3Client open(
      S3Endpoint endpoint, S3Timeouts timeouts, Optional<S3Credentials> credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http(endpoint, timeouts))
            .forcePathStyle(endpoint.pathStyle())
            // Newer checksums are unknown to some servers; we send Content-MD5, which all know.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            // One body of a known length, instead of a framing that not all servers take.
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(
                override ->
                    override
                        // Requests are repeated by the caller, for all vendors alike.
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(timeouts.attempt()));
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

  private static UrlConnectionHttpClient http(S3Endpoint endpoint, S3Timeouts timeouts) {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(timeouts.connect())
            .socketTimeout(timeouts.silence());
    endpoint
        .authorities()
        .map(TrustedAuthorities::read)
        .ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
    return (UrlConnectionHttpClient) http.build();
  }
}
