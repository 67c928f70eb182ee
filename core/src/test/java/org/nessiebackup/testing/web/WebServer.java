package org.nessiebackup.testing.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A little server of objects on 127.0.0.1, which it keeps in memory. */
public final class WebServer implements AutoCloseable {
  /** How many objects one response lists. */
  static final int PAGE = 100;

  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Entry(byte[] bytes, String uploader, String version) {}

  private record Unfinished(String key, SortedMap<Integer, byte[]> parts) {}

  private final SortedMap<String, Entry> objects = new ConcurrentSkipListMap<>();
  private final Map<String, Unfinished> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger versions = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /** Starts one. */
  public WebServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      String key = call.getRequestURI().getPath().substring(1);
      String query = Optional.ofNullable(call.getRequestURI().getQuery()).orElse("");
      Map<String, String> parameters =
          Pattern.compile("&")
              .splitAsStream(query)
              .map(pair -> pair.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length < 2 ? "" : pair[1]));
      byte[] body = call.getRequestBody().readAllBytes();
      if (parameters.containsKey("upload")) {
        upload(call, key, parameters, body);
      } else if (key.isEmpty()) {
        say(call, 200, list(parameters));
      } else {
        object(call, key, body);
      }
    }
  }

  private void object(HttpExchange call, String key, byte[] body) throws IOException {
    switch (call.getRequestMethod()) {
      case "PUT" -> say(call, publish(call, key, body, header(call, "X-Uploader")), "");
      case "DELETE" -> {
        objects.remove(key);
        say(call, 200, "");
      }
      default -> read(call, objects.get(key));
    }
  }

  private int publish(HttpExchange call, String key, byte[] body, String uploader) {
    Entry entry = new Entry(body, uploader, "\"" + versions.incrementAndGet() + "\"");
    if (header(call, "If-None-Match").isEmpty()) {
      objects.put(key, entry);
      return 200;
    }
    return objects.putIfAbsent(key, entry) == null ? 200 : 412;
  }

  private static void read(HttpExchange call, Entry entry) throws IOException {
    String wanted = header(call, "If-Match");
    if (entry == null || (!wanted.isEmpty() && !wanted.equals(entry.version()))) {
      call.sendResponseHeaders(entry == null ? 404 : 412, -1);
      return;
    }
    call.getResponseHeaders().add("ETag", entry.version());
    call.getResponseHeaders().add("X-Uploader", entry.uploader());
    Matcher range = RANGE.matcher(header(call, "Range"));
    int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
    int length = entry.bytes().length - from;
    if (call.getRequestMethod().equals("HEAD")) {
      call.sendResponseHeaders(200, -1);
      return;
    }
    if (length == 0) {
      call.getResponseHeaders().add("Content-Length", "0");
    }
    call.sendResponseHeaders(range.matches() ? 206 : 200, length == 0 ? -1 : length);
    try (OutputStream out = call.getResponseBody()) {
      out.write(entry.bytes(), from, length);
    }
  }

  private String list(Map<String, String> parameters) {
    String prefix = parameters.getOrDefault("prefix", parameters.getOrDefault("uploads", ""));
    if (parameters.containsKey("uploads")) {
      return uploads.entrySet().stream()
          .filter(each -> each.getValue().key().startsWith(prefix))
          .map(each -> "%s %s %s".formatted(each.getKey(), NOW, each.getValue().key()))
          .collect(Collectors.joining("\n"));
    }
    return objects.tailMap(parameters.get("after") + "\0").entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .limit(PAGE)
        .map(each -> "%d %s %s".formatted(each.getValue().bytes().length, NOW, each.getKey()))
        .collect(Collectors.joining("\n"));
  }

  private void upload(HttpExchange call, String key, Map<String, String> parameters, byte[] body)
      throws IOException {
    String id = parameters.get("upload");
    if (parameters.containsKey("begin")) {
      uploads.put(id, new Unfinished(key, new ConcurrentSkipListMap<>()));
      say(call, 200, "");
    } else if (call.getRequestMethod().equals("DELETE")) {
      uploads.remove(id);
      say(call, 200, "");
    } else if (!uploads.containsKey(id)) {
      say(call, 404, "");
    } else if (parameters.containsKey("part")) {
      uploads.get(id).parts().put(Integer.valueOf(parameters.get("part")), body);
      say(call, 200, "");
    } else {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      uploads.get(id).parts().values().forEach(whole::writeBytes);
      int status = publish(call, key, whole.toByteArray(), id);
      if (status == 200) {
        uploads.remove(id);
      }
      say(call, status, "");
    }
  }

  private static String header(HttpExchange call, String name) {
    return Optional.ofNullable(call.getRequestHeaders().getFirst(name)).orElse("");
  }

  private static void say(HttpExchange call, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      call.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
