package org.nessiebackup.cli.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.WaitContext;

/**
 * Sends messages over HTTP, several times where that may help, and never for longer than it may
 * take. Errors are put into words that show nothing of an address but its host.
 */
public final class HttpSender implements AutoCloseable {
  private static final Duration ONE_REQUEST = Duration.ofSeconds(4);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final int LONGEST_RESPONSE = 8 << 20;

  private final WaitContext waits = new WaitContext(Clock.systemUTC(), new Cancellation());
  private final long end;
  private final RetryListener listener;
  private HttpClient client;

  /** One that gives up when so much time has passed from now. */
  public HttpSender(Duration limit, RetryListener listener) {
    this.end = System.nanoTime() + limit.toNanos();
    this.listener = listener;
  }

  /** Made when there is something to send; a redirection is not followed, as secrets would be. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(ONE_REQUEST)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }

  /** How much time is left; not negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /**
   * Sends a message.
   *
   * @return the beginning of the response
   * @throws UndeliveredException if it was refused, or nobody answered in time
   */
  public String send(Message message) throws UndeliveredException {
    RetryPolicy policy = RetryPolicy.within(left(), FIRST_PAUSE, LONGEST_PAUSE);
    try {
      return new Retrier(policy, waits, listener)
          .run(
              "cannot send to \"%s\"".formatted(message.address()),
              () -> attempt(message),
              e -> e instanceof UndeliveredException failure && failure.worthRepeating());
    } catch (BackupException interrupted) {
      throw failed(message, "interrupted", false);
    }
  }

  private String attempt(Message message) throws UndeliveredException {
    Duration limit = left().compareTo(ONE_REQUEST) < 0 ? left() : ONE_REQUEST;
    if (limit.isZero()) {
      throw failed(message, "there is no time left", false);
    }
    try {
      HttpResponse<InputStream> response =
          client().send(message.request(limit), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        int status = response.statusCode();
        if (status < 200 || status > 299) {
          boolean again = status >= 500 || status == 429 || status == 408;
          throw failed(message, "it answers with status " + status, again);
        }
        return new String(body.readNBytes(LONGEST_RESPONSE), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw failed(message, words(e), !(e instanceof SSLException));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(message, "interrupted", false);
    }
  }

  /** Java's own words may repeat the address. */
  private static String words(IOException error) {
    return switch (error) {
      case HttpTimeoutException late -> "no answer in time";
      case ConnectException refused -> "no connection";
      case SSLException untrusted -> "its certificate or TLS is not accepted";
      default -> "the connection broke";
    };
  }

  private static UndeliveredException failed(Message message, String how, boolean again) {
    return new UndeliveredException("\"%s\": %s".formatted(message.address(), how), again);
  }

  /** Cuts what is under way. */
  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
