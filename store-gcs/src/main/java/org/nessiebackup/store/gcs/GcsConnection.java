package org.nessiebackup.store.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.nessiebackup.Failure;

/** Sets up Google's client: credentials and time-outs. Nothing is sent yet. */
final class GcsConnection implements HttpRequestInitializer {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final HttpRequestInitializer credentials;

  private GcsConnection(HttpRequestInitializer credentials) {
    this.credentials = credentials;
  }

  static Storage open(GcsLocation location) {
    return new Storage.Builder(
            new NetHttpTransport(),
            GsonFactory.getDefaultInstance(),
            new GcsConnection(credentials(location)))
        .setRootUrl(location.server())
        .setApplicationName("nessie-backup")
        .build();
  }

  /** Those that Google's own tools would use. */
  private static HttpRequestInitializer credentials(GcsLocation location) {
    if (location.isPlain()) {
      return request -> {};
    }
    try {
      return new HttpCredentialsAdapter(
          GoogleCredentials.getApplicationDefault()
              .createScoped(List.of(StorageScopes.DEVSTORAGE_READ_WRITE)));
    } catch (IOException e) {
      throw Failure.STORE.exception(
          "no credentials for \"" + location + "\"",
          "Name a file of credentials in GOOGLE_APPLICATION_CREDENTIALS, or give this machine or"
              + " service account an identity.",
          e);
    }
  }

  @Override
  public void initialize(HttpRequest request) throws IOException {
    credentials.initialize(request);
    // For new credentials in place of expired ones; all else is repeated by the caller.
    request.setNumberOfRetries(request.getUnsuccessfulResponseHandler() == null ? 0 : 1);
    request.setConnectTimeout((int) CONNECT.toMillis());
    request.setReadTimeout((int) SILENCE.toMillis());
    request.setWriteTimeout((int) Duration.ofMinutes(5).toMillis());
  }
}
