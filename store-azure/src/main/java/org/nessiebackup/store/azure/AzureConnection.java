package org.nessiebackup.store.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;

/** Sets up the SDK's client. Nothing is sent yet. */
final class AzureConnection {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Requests are repeated by the caller, for all vendors alike; one ends after five minutes. */
  private static final RequestRetryOptions ONCE =
      new RequestRetryOptions(RetryPolicyType.FIXED, 1, Duration.ofMinutes(5), null, null, null);

  /** One for the process: it cannot be closed, and each has threads of its own. */
  private static final HttpClient HTTP =
      new JdkHttpClientBuilder()
          .connectionTimeout(CONNECT)
          .responseTimeout(ANSWER)
          .readTimeout(ANSWER)
          .build();

  private AzureConnection() {}

  static BlobContainerClient open(AzureLocation location) {
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .endpoint(location.server())
            .containerName(location.container())
            .retryOptions(ONCE)
            .httpClient(HTTP);
    authorize(builder, location);
    return builder.buildClient();
  }

  /** The names that Azure's own command line looks for, then an identity that the machine has. */
  private static void authorize(BlobContainerClientBuilder builder, AzureLocation location) {
    Configuration settings = Configuration.getGlobalConfiguration();
    String key = settings.get("AZURE_STORAGE_KEY");
    String signature = settings.get("AZURE_STORAGE_SAS_TOKEN");
    if (key != null) {
      builder.credential(new StorageSharedKeyCredential(location.account(), key));
    } else if (signature != null) {
      builder.sasToken(signature);
    } else {
      builder.credential(new DefaultAzureCredentialBuilder().httpClient(HTTP).build());
    }
  }
}
