package org.nessiebackup.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.Cancellation;
import org.nessiebackup.benchmarks.measure.Footprint;
import org.nessiebackup.benchmarks.measure.Sample;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our program as a service. */
final class ResidentService implements AutoCloseable {
  private static final String LISTENING = "Listening on ";
  private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
  private static final Poller POLLER =
      new Poller(new WaitContext(Clock.systemUTC(), new Cancellation()));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String address;
  private final String catalog;

  private ResidentService(Process process, String address, String catalog) {
    this.process = process;
    this.address = address;
    this.catalog = "/api/v1/catalogs/" + catalog;
  }

  /** One that does what it is asked for, and nothing by itself. */
  static ResidentService idle(Ours ours) {
    return start(
        ours,
        "catalog",
        "--full-schedule=off",
        "--incremental-schedule=off",
        "--prune-schedule=off",
        "--verify-schedule=off",
        "--check-schedule=off",
        "--tip-interval=off");
  }

  /** One that serves a catalog of this name; returns when it listens. */
  static ResidentService start(Ours ours, String catalog, String... arguments) {
    List<String> words = new ArrayList<>(List.of("serve", "--listen=127.0.0.1:0"));
    words.addAll(List.of(arguments));
    Process process = ours.start(words.toArray(String[]::new));
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    List<String> before = new ArrayList<>();
    String address =
        said.lines()
            .peek(before::add)
            .filter(line -> line.startsWith(LISTENING))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the service did not start:\n" + String.join("\n", before)))
            .substring(LISTENING.length());
    // What it says from now on would fill the pipe.
    Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
    return new ResidentService(process, address, catalog);
  }

  /** From the request to the end of the run. */
  Sample backup() {
    long begin = System.nanoTime();
    JsonNode run =
        ended(ask("POST", catalog + "/runs", "{\"command\":\"backup\"}").path("id").asString());
    if (run.path("exit_code").asInt(1) != 0) {
      throw new IllegalStateException("a backup of the service failed: " + run);
    }
    return Sample.ofTime((System.nanoTime() - begin) / 1e9);
  }

  private JsonNode ended(String id) {
    AtomicReference<JsonNode> run = new AtomicReference<>();
    boolean over =
        POLLER.await(
            LONGEST_RUN,
            BETWEEN_LOOKS,
            () -> {
              run.set(ask("GET", catalog + "/runs/" + id, ""));
              return run.get().has("ended_at");
            });
    if (!over) {
      throw new IllegalStateException("a backup of the service does not end: " + run);
    }
    return run.get();
  }

  /** What it says of the catalog. */
  JsonNode catalog() {
    return ask("GET", catalog, "");
  }

  private JsonNode ask(String method, String path, String body) {
    return JsonMapper.shared().readTree(text(method, address + path, body));
  }

  /** What stands at a path: a page, for instance. */
  String text(String path) {
    return text("GET", address + path, "");
  }

  private String text(String method, String url, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("X-Requested-With", "benchmark")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it takes of the system now. */
  Footprint footprint() {
    return Footprint.of(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    client.close();
  }
}
