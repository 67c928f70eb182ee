package org.nessiebackup.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.Cancellation;
import org.nessiebackup.benchmarks.measure.Sample;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our program as a service that does what it is asked for, and nothing by itself. */
final class ResidentService implements AutoCloseable {
  private static final String RUNS = "/api/v1/catalogs/catalog/runs";
  private static final String LISTENING = "Listening on ";
  private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
  private static final Poller POLLER =
      new Poller(new WaitContext(Clock.systemUTC(), new Cancellation()));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  private ResidentService(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static ResidentService start(Ours ours) {
    Process process =
        ours.start(
            "serve",
            "--listen=127.0.0.1:0",
            "--full-schedule=off",
            "--incremental-schedule=off",
            "--prune-schedule=off",
            "--verify-schedule=off",
            "--check-schedule=off",
            "--tip-interval=off");
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    String address =
        said.lines()
            .filter(line -> line.startsWith(LISTENING))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the service did not start"))
            .substring(LISTENING.length());
    // What it says from now on would fill the pipe.
    Thread.ofVirtual().start(() -> said.lines().forEach(line -> {}));
    return new ResidentService(process, address);
  }

  /** From the request to the end of the run. */
  Sample backup() {
    long begin = System.nanoTime();
    JsonNode run = ended(ask("POST", RUNS, "{\"command\":\"backup\"}").path("id").asString());
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
              run.set(ask("GET", RUNS + "/" + id, ""));
              return run.get().has("ended_at");
            });
    if (!over) {
      throw new IllegalStateException("a backup of the service does not end: " + run);
    }
    return run.get();
  }

  private JsonNode ask(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
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
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The memory that it has now, as the system counts it. */
  long memory() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // Only Linux says so.
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    client.close();
  }
}
