package org.nessiebackup.store.gcs;

import com.google.api.client.http.HttpBackOffIOExceptionHandler;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.ExponentialBackOff;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Sets up Google's client: credentials, retries with jitter, time-outs. Nothing is sent yet. */
final class GcsConnection implements HttpRequestInitializer {
  private static final int ATTEMPTS = 6;
  private static final int TOO_MANY_REQUESTS = 429;
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
      throw new BackupException(
          Failure.STORE,
          "no credentials for \"" + location + "\"",
          "Name a file of credentials in GOOGLE_APPLICATION_CREDENTIALS, or give this machine or"
              + " service account an identity.",
          e);
    }
  }

  @Override
  public void initialize(HttpRequest request) throws IOException {
    credentials.initialize(request);
    HttpUnsuccessfulResponseHandler renewal = request.getUnsuccessfulResponseHandler();
    HttpUnsuccessfulResponseHandler pause =
        new HttpBackOffUnsuccessfulResponseHandler(pauses())
            .setBackOffRequired(
                answer ->
                    answer.getStatusCode() >= 500 || answer.getStatusCode() == TOO_MANY_REQUESTS);
    request.setUnsuccessfulResponseHandler(
        (asked, answer, again) ->
            (renewal != null && renewal.handleResponse(asked, answer, again))
                || pause.handleResponse(asked, answer, again));
    request.setIOExceptionHandler(new HttpBackOffIOExceptionHandler(pauses()));
    request.setNumberOfRetries(ATTEMPTS - 1);
    request.setConnectTimeout((int) CONNECT.toMillis());
    request.setReadTimeout((int) SILENCE.toMillis());
    request.setWriteTimeout((int) Duration.ofMinutes(5).toMillis());
  }

  private static ExponentialBackOff pauses() {
    return new ExponentialBackOff.Builder()
        .setInitialIntervalMillis(200)
        .setMultiplier(2)
        .setMaxIntervalMillis(20_000)
        .build();
  }
}
