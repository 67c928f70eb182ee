package org.nessiebackup.acceptance.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.acceptance.CommandResult;
import org.nessiebackup.acceptance.Deadline;
import org.nessiebackup.acceptance.LaunchedCommand;
import org.nessiebackup.sandbox.FreePort;

/**
 * The service as a process of its own.
 *
 * @param address where its page is
 */
record ServedPage(String address, LaunchedCommand command) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double TICKS = 100;
  private static final int FIRST_TIME = 11;

  /** Starts it, and waits until it answers. */
  static ServedPage start(Map<String, String> environment, List<String> words) {
    String place = "127.0.0.1:" + FreePort.find();
    List<String> line = new ArrayList<>(words);
    line.addAll(List.of("--listen", place));
    ServedPage page =
        new ServedPage("http://" + place, LaunchedCommand.start(environment, line, said -> {}));
    try (HttpClient client = HttpClient.newHttpClient()) {
      Deadline.await("the page", PATIENCE, () -> page.ended() || page.answers(client));
    }
    if (page.ended()) {
      throw new AssertionError(page.command().result().err());
    }
    return page;
  }

  private boolean ended() {
    return command.ended(1);
  }

  private boolean answers(HttpClient client) {
    try {
      return client
              .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
              .statusCode()
          < 500;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Seconds of processors that it and what it has started have used so far, as Linux counts. */
  double processorSeconds() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/%d/stat".formatted(command.processId())))
            .replaceFirst(".*\\) ", "")
            .split(" ", -1);
    long ticks = 0;
    for (int i = FIRST_TIME; i < FIRST_TIME + 4; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS;
  }

  /** Asks it to end, and waits for that. */
  CommandResult stop() {
    command.signal("TERM");
    return command.result();
  }

  @Override
  public void close() {
    command.close();
  }
}
