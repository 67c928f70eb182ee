package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

/** Measures what a service answers from memory, beside the commands that say the same. */
final class ServiceAnswers {
  private static final String CATALOG = "/api/v1/catalogs/catalog";
  private static final List<String> QUESTIONS =
      List.of(
          CATALOG + "/points?resolution=day",
          CATALOG + "/points?resolution=hour",
          CATALOG + "/points",
          CATALOG + "/status",
          "/metrics");
  private static final int BOUND = 200 << 10;

  private final Path work;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Results results = new Results();
  private final int port;

  private ServiceAnswers(Path work) throws IOException {
    this.work = work;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  static String measure(Arguments arguments) throws IOException {
    int backups = ((CatalogSource.Generated) arguments.catalog()).commits();
    Machine machine = Machine.here();
    Optional<Path> given = arguments.files().work();
    Path work =
        given.isPresent()
            ? Files.createDirectories(given.get().toAbsolutePath())
            : Files.createTempDirectory("nessie-backup-service");
    Benchmark.SERVICE.say("writing backups");
    new BigVault(work.resolve("vault")).with(backups);
    ServiceAnswers answers = new ServiceAnswers(work);
    answers.measure(arguments.rounds());
    if (given.isEmpty()) {
      FileTree.delete(work);
    }
    return answers.results.markdown(
        "what a service answers about %,d backups".formatted(backups),
        """
        A signed vault in a folder, one backup each quarter of an hour. Commands are whole processes; a question to the
        service is timed until the first byte of the answer, over HTTP on loopback; what stands under "stored" is the
        size of the answer.
        """,
        machine);
  }

  private Map<String, String> environment() {
    return Map.of("NESSIE_BACKUP_VAULT", work.resolve("vault").toString());
  }

  private void measure(int rounds) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Ours.launcher().toString(), "serve", "--listen", "127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("service.txt").toFile());
    builder.environment().putAll(environment());
    Process service = builder.start();
    try {
      long start = System.nanoTime();
      awaitReady(service);
      Line ready = new Line("`serve`, until it is ready", Link.LOCAL);
      results.add(ready, Sample.ofTime((System.nanoTime() - start) / 1e9));
      for (int round = 0; round < rounds; round++) {
        measureOnce();
      }
      promise();
    } finally {
      service.destroy();
      try {
        service.waitFor(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitReady(Process service) throws IOException {
    while (true) {
      try {
        if (ask("/health/ready").status() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!service.isAlive()) {
          throw new IOException(Files.readString(work.resolve("service.txt")), e);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private void measureOnce() throws IOException {
    MeasuredProcess process = new MeasuredProcess(work, environment(), () -> Double.NaN);
    for (String command : List.of("list --json", "status --json")) {
      Benchmark.SERVICE.say(command);
      List<String> words = List.of((Ours.launcher() + " " + command).split(" ", -1));
      results.add(new Line("`" + command + "`", Link.LOCAL), process.run(words));
    }
    for (String question : QUESTIONS) {
      Benchmark.SERVICE.say(question);
      Answer answer = ask(question);
      if (answer.status() != 200) {
        throw new IOException("%s: %d".formatted(question, answer.status()));
      }
      results.add(line(question), Sample.ofTime(answer.seconds()), answer.bytes());
    }
  }

  private static Line line(String question) {
    return new Line("`GET " + question.replace(CATALOG, "…") + "`", Link.LOCAL);
  }

  private void promise() {
    Line days = line(QUESTIONS.getFirst());
    results.promiseTime(days, new Line("`list --json`", Link.LOCAL), Limit.of(1));
    long bytes = results.of(days).stored().orElse(Long.MAX_VALUE);
    results.promiseNumber(
        "bytes of the answer to " + days.what(),
        Limit.bytes(BOUND),
        (double) bytes,
        "%,d".formatted(bytes));
  }

  private record Answer(int status, double seconds, long bytes) {}

  private Answer ask(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    long start = System.nanoTime();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        int first = body.read();
        double seconds = (System.nanoTime() - start) / 1e9;
        long rest = body.transferTo(OutputStream.nullOutputStream());
        return new Answer(response.statusCode(), seconds, first < 0 ? 0 : rest + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
