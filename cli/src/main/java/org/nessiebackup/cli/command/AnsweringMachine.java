package org.nessiebackup.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Answers every request of a bucket's client without meaning anything, so that a warm-up loads what
 * talking to a bucket needs.
 */
final class AnsweringMachine implements AutoCloseable {
  private static final byte[] NOTHING = "<Nothing/>".getBytes(StandardCharsets.UTF_8);

  private final HttpServer listener;

  AnsweringMachine() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    listener.createContext("/", AnsweringMachine::answer);
    listener.start();
  }

  int port() {
    return listener.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.getResponseHeaders().set("ETag", "\"none\"");
        exchange.sendResponseHeaders(200, NOTHING.length);
        exchange.getResponseBody().write(NOTHING);
      }
    }
  }

  @Override
  public void close() {
    listener.stop(0);
  }
}
