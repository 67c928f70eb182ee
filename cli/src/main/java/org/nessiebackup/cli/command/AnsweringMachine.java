package org.nessiebackup.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a bucket's client like a bucket that keeps what it is given, well enough for a warm-up to
 * make, list and read a vault there, and so to load all that talking to a bucket needs.
 */
final class AnsweringMachine implements AutoCloseable {
  private static final Pattern PREFIX = Pattern.compile("(?:^|&)prefix=([^&]*)");

  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final HttpServer listener;

  AnsweringMachine() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    listener.createContext("/", this::answer);
    listener.start();
  }

  int port() {
    return listener.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      String bucketAndKey = exchange.getRequestURI().getPath().substring(1);
      int slash = bucketAndKey.indexOf('/');
      String key = slash < 0 ? "" : bucketAndKey.substring(slash + 1);
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, key, query, body);
        case "POST" -> severalParts(exchange, key, query);
        case "DELETE" -> {
          objects.remove(key);
          exchange.sendResponseHeaders(204, -1);
        }
        default -> get(exchange, key, query);
      }
    }
  }

  private void put(HttpExchange exchange, String key, String query, byte[] body)
      throws IOException {
    boolean part = query.contains("partNumber");
    boolean taken = exchange.getRequestHeaders().containsKey("If-None-Match");
    if (!part && taken && objects.containsKey(key)) {
      send(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
      return;
    }
    if (!part) {
      objects.put(key, body);
    }
    exchange.getResponseHeaders().set("ETag", "\"none\"");
    exchange.sendResponseHeaders(200, -1);
  }

  private void severalParts(HttpExchange exchange, String key, String query) throws IOException {
    if (query.contains("uploadId")) {
      objects.put(key, new byte[0]);
      send(
          exchange,
          200,
          "<CompleteMultipartUploadResult><ETag>none</ETag></CompleteMultipartUploadResult>");
    } else {
      send(
          exchange,
          200,
          "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>");
    }
  }

  private void get(HttpExchange exchange, String key, String query) throws IOException {
    byte[] found = objects.get(key);
    if (key.isEmpty()) {
      send(exchange, 200, listing(query));
    } else if (found == null) {
      send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
    } else {
      exchange.getResponseHeaders().set("ETag", "\"none\"");
      send(exchange, 200, found);
    }
  }

  private String listing(String query) {
    Matcher prefix = PREFIX.matcher(query);
    String wanted = prefix.find() ? URLDecoder.decode(prefix.group(1), StandardCharsets.UTF_8) : "";
    StringBuilder list = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    objects.forEach(
        (key, bytes) -> {
          if (key.startsWith(wanted)) {
            list.append("<Contents><Key>%s</Key><Size>%d</Size>".formatted(key, bytes.length))
                .append("<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>");
          }
        });
    return list.append("</ListBucketResult>").toString();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
    if (!head && bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    listener.stop(0);
  }
}
