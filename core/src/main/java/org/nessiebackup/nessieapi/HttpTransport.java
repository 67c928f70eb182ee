package org.nessiebackup.nessieapi;

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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.ErrorWords;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;

/** Over HTTP, to an address. A request to stop ends even the wait for an answer. */
public final class HttpTransport implements Transport {
  private static final int LARGEST = 32 * 1024 * 1024;
  private static final int LONGEST_QUOTE = 300;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI base;
  private final Optional<Secret> token;
  private final Duration timeout;
  private final Cancellation cancellation;

  /**
   * Connects to nothing yet.
   *
   * @param address with or without {@code /api} and its version
   * @param token sent as bearer token
   * @param timeout of each request
   */
  public HttpTransport(
      URI address, Optional<Secret> token, Duration timeout, Cancellation cancellation) {
    this.base = URI.create(address.toString().replaceFirst("(/api(/v[12])?)?/*$", "/"));
    this.token = token;
    this.timeout = timeout;
    this.cancellation = cancellation;
  }

  @Override
  public String get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  @Override
  public String post(String path, String json) {
    return send(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private String send(String path, HttpRequest.Builder request) {
    cancellation.check();
    URI target = base.resolve(path);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(
            request.uri(target).timeout(timeout).header("Accept", "application/json").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    Cancellation.Registration stop = cancellation.onRequest(() -> answer.cancel(true));
    try (stop;
        InputStream body = answer.get().body()) {
      return read(target, answer.get().statusCode(), body);
    } catch (CancellationException e) {
      throw Cancellation.interrupted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } catch (ExecutionException e) {
      throw failure(target, "does not answer: " + ErrorWords.of(e.getCause()), e);
    } catch (IOException e) {
      throw failure(target, "does not answer: " + ErrorWords.of(e), e);
    }
  }

  private static String read(URI target, int status, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LARGEST + 1);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (status != HttpURLConnection.HTTP_OK) {
      throw failure(target, "answers %d%s".formatted(status, quoted(text)), null);
    }
    if (bytes.length > LARGEST) {
      throw failure(target, "answers with more than %d bytes".formatted(LARGEST), null);
    }
    return text;
  }

  private static String quoted(String text) {
    String line = String.join(" ", text.strip().split("\\s+"));
    if (line.isEmpty()) {
      return "";
    }
    return ": " + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line);
  }

  private static BackupException failure(URI target, String does, Exception cause) {
    return Failure.NESSIE.exception("\"%s\" %s".formatted(target, does), null, cause);
  }
}
