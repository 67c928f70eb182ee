package org.nessiebackup.kubernetes.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.ErrorWords;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;

/** Over HTTP, to an address. */
final class HttpTransport implements ApiClient {
  private static final int LARGEST = 32 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI base;
  private final Optional<Secret> token;

  HttpTransport(URI base, Optional<Secret> token) {
    this.base = URI.create(base.toString().replaceFirst("(/api(/v[12])?)?/*$", "/"));
    this.token = token;
  }

  @Override
  public String get(String path) {
    URI target = base.resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).timeout(PATIENCE).header("Accept", "application/json");
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
    try {
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return read(target, answer.statusCode(), body);
      }
    } catch (IOException e) {
      throw failure(target, "does not answer: " + ErrorWords.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    }
  }

  private static String read(URI target, int status, InputStream body) throws IOException {
    if (status != HttpURLConnection.HTTP_OK) {
      throw failure(target, "answers %d".formatted(status), null);
    }
    byte[] bytes = body.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw failure(target, "answers with more than %d bytes".formatted(LARGEST), null);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static BackupException failure(URI target, String does, IOException cause) {
    return new BackupException(Failure.NESSIE, "\"%s\" %s".formatted(target, does), null, cause);
  }
}
