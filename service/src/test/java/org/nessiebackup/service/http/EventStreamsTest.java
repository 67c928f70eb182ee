package org.nessiebackup.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.node.JsonNodeFactory;

class EventStreamsTest {
  private final EventLog log = new EventLog(Clock.systemUTC());
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final ServedEndpoints server = serve(ServedEndpoints.local());

  private ServedEndpoints serve(WebOptions options) {
    return new ServedEndpoints(
        new NoAuthentication(),
        options,
        Endpoint.of(
            Method.GET,
            "/events",
            Role.VIEWER,
            request -> new Response.Events(log, -1, request.parameter("catalog").orElse(""))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Somebody who listens. */
  private final class Listener implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Listener(String path, String... headers) throws IOException {
      this(server, path, headers);
    }

    Listener(ServedEndpoints at, String path, String... headers) throws IOException {
      socket = at.connect();
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The lines up to the next empty one, without the sizes of chunks. */
    List<String> next() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty() && !lines.isEmpty()) {
          return lines;
        }
        if (!line.isEmpty() && !line.matches("[0-9A-Fa-f]+")) {
          lines.add(line);
        }
      }
      return lines;
    }

    /** What is told of an event. */
    List<String> next(long id) throws IOException {
      List<String> lines = next();
      assertThat(lines).contains("id: " + id);
      return lines;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private long publish(String catalog) {
    return log.publish("run", catalog, JsonNodeFactory.instance.objectNode().put("x", "\n")).id();
  }

  @Test
  void whoeverAsksIsToldWhatHappensFromNowOn() throws IOException {
    publish("old");
    try (Listener listener = new Listener("/events")) {
      assertThat(listener.next())
          .contains("Content-Type: text/event-stream", "Cache-Control: no-store");
      assertThat(listener.next()).containsExactly("retry: 2000", "id: " + log.newest());

      long id = publish("sales");
      List<String> event = listener.next();
      assertThat(event).hasSize(3).startsWith("id: " + id, "event: run");
      assertThat(event.get(2))
          .startsWith("data: {\"type\":\"run\",\"time\":\"")
          .endsWith("\"catalog\":\"sales\",\"data\":{\"x\":\"\\n\"}}");
    }
  }

  @Test
  void whoeverListensForLongIsNotTakenForSomebodyWhoIsSlow() throws IOException {
    ServedEndpoints impatient = serve(ServedEndpoints.local(PATIENCE));
    try (Listener listener = new Listener(impatient, "/events")) {
      listener.next();
      listener.next();
      long end = System.nanoTime() + PATIENCE.multipliedBy(5).toNanos();
      do {
        assertThat(listener.next(publish("sales"))).contains("event: run");
      } while (System.nanoTime() < end);
    } finally {
      impatient.close();
    }
  }

  @Test
  void whoeverComesBackMissesNothing() throws IOException {
    long seen = publish("sales");
    long missed = publish("sales");
    try (Listener listener = new Listener("/events", "Last-Event-ID: " + seen + "\r\n")) {
      listener.next();
      assertThat(listener.next()).contains("id: " + seen);
      assertThat(listener.next()).contains("id: " + missed, "event: run");
    }
  }

  @Test
  void whoeverWasAwayForTooLongIsToldToLookAtAllAnew() throws IOException {
    long seen = publish("sales");
    for (int more = 0; more < 2_001; more++) {
      publish("sales");
    }
    try (Listener listener = new Listener("/events", "Last-Event-ID: " + seen + "\r\n")) {
      listener.next();
      assertThat(listener.next())
          .containsExactly("retry: 2000", "id: " + log.newest(), "event: reset", "data: {}");
    }
  }

  /** The number goes on all the same, so that coming back does not bring the others' again. */
  @Test
  void eventsOfOtherCatalogsAreNumbersOnly() throws IOException {
    try (Listener listener = new Listener("/events?catalog=sales")) {
      listener.next();
      listener.next();
      long other = publish("hr");
      assertThat(listener.next()).containsExactly("id: " + other);
      long own = publish("sales");
      assertThat(listener.next()).contains("id: " + own, "event: run");
      long all = publish("");
      assertThat(listener.next()).contains("id: " + all, "event: run");
    }
  }

  @Test
  void aServiceThatEndsLetsListenersGo() throws IOException {
    try (Listener listener = new Listener("/events")) {
      listener.next();
      listener.next();
      server.stop();

      assertThat(listener.next()).isEmpty();
    }
  }

  @Test
  void thereAreSoManyListenersAtMost() {
    EventStreams streams = new EventStreams();
    for (int at = 0; at < 100; at++) {
      assertThat(streams.enter("listener " + at)).isTrue();
    }

    assertThat(streams.enter("anna")).isFalse();
  }

  @Test
  void nobodyTakesAllPlacesOfListeners() throws Exception {
    List<Listener> all = new ArrayList<>();
    try {
      for (int at = 0; at < 50; at++) {
        Listener listener = new Listener("/events");
        listener.next();
        all.add(listener);
      }
      assertThat(server.get("/events").statusCode()).isEqualTo(503);
    } finally {
      for (Listener each : all) {
        each.close();
      }
    }
  }
}
