package org.nessiebackup.cli.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real server on the loopback interface that notes what it hears and answers as it is told. */
public final class HttpReceiver implements AutoCloseable {
  /** What was heard. */
  public record Heard(String method, String target, Optional<String> authorization, String body) {}

  /** How one request is treated. */
  public enum Treatment {
    /** Answered with 503. */
    BUSY,
    /** Answered with 404. */
    UNKNOWN,
    /** Sent somewhere else. */
    REDIRECT,
    /** Never answered. */
    SILENT,
    /** The connection is cut in the middle of the answer. */
    CUT
  }

  private final HttpServer server;
  private final List<Heard> heard = new ArrayList<>();
  private final Queue<Treatment> treatments = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Function<Heard, String> answers = each -> "";
  private Treatment always;

  public HttpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  /** The next requests are treated like this, those after them well. */
  public synchronized void next(Treatment... next) {
    treatments.addAll(List.of(next));
  }

  /** All requests are treated like this. */
  public synchronized void always(Treatment treatment) {
    always = treatment;
  }

  /** What well treated requests are answered. */
  public synchronized void answer(Function<Heard, String> answer) {
    answers = answer;
  }

  public String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  public synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  public synchronized void forget() {
    heard.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Heard request =
        new Heard(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Treatment treatment;
    String answer;
    synchronized (this) {
      heard.add(request);
      treatment = always == null ? treatments.poll() : always;
      answer = answers.apply(request);
    }
    if (treatment == null) {
      respond(exchange, 200, answer);
      return;
    }
    switch (treatment) {
      case BUSY -> respond(exchange, 503, "");
      case UNKNOWN -> respond(exchange, 404, "");
      case REDIRECT -> {
        exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        respond(exchange, 302, "");
      }
      case SILENT -> await();
      case CUT -> {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write(1);
        exchange.getResponseBody().flush();
        exchange.close();
      }
    }
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
