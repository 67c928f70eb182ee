package org.nessiebackup.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands between a client and a bucket's server, and goes wrong where a test wants it to. */
public final class FaultyProxy implements AutoCloseable {
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final Set<String> CONNECTION =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

  /** A request as it came; each character of its body is a byte. */
  public record Request(String method, URI path, Map<String, List<String>> headers, String body) {
    /** Whether it is of a kind, such as {@code PUT} with {@code partNumber} in its query. */
    public boolean is(String wanted, String inQuery) {
      String query = path.getRawQuery() == null ? "" : path.getRawQuery();
      return method.equals(wanted)
          && (inQuery.isEmpty() ? !query.contains("upload") : query.contains(inQuery));
    }

    /** A checksum of the body. */
    public byte[] digest(String algorithm) {
      try {
        return MessageDigest.getInstance(algorithm).digest(body.getBytes(BYTES));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalArgumentException(e);
      }
    }

    /** A header; empty if it is not there. */
    public String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  /** An answer of the server, or one that is made up; each character of its body is a byte. */
  public record Answer(int status, Map<String, List<String>> headers, String body) {}

  /** What is done with one request instead of passing it on. */
  @FunctionalInterface
  public interface Fault {
    /** Does it. */
    void play(Call call) throws IOException, InterruptedException;
  }

  private record Rule(Predicate<Request> when, AtomicInteger times, Fault fault) {
    boolean takes(Request request) {
      return when.test(request) && times.getAndDecrement() > 0;
    }
  }

  private static final int MOST_REMEMBERED = 3_000;

  private final HttpServer listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int target;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

  /** Stands before a port of 127.0.0.1. */
  public FaultyProxy(int target) {
    this.target = target;
    try {
      listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.createContext("/", this::handle);
    listener.setExecutor(threads);
    listener.start();
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return listener.getAddress().getPort();
  }

  /** All requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Goes wrong at the first requests that are meant. */
  public void fault(int times, Predicate<Request> when, Fault fault) {
    rules.add(new Rule(when, new AtomicInteger(times), fault));
  }

  /** Goes wrong at every request that is meant. */
  public void always(Predicate<Request> when, Fault fault) {
    fault(Integer.MAX_VALUE, when, fault);
  }

  /** Passes everything on again. */
  public void heal() {
    rules.clear();
  }

  @Override
  public void close() {
    listener.stop(0);
    threads.close();
    client.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), BYTES));
    if (requests.size() < MOST_REMEMBERED) {
      requests.add(request);
    }
    Call call = new Call(exchange, request);
    for (Rule rule : rules) {
      if (rule.takes(request)) {
        play(rule.fault(), call);
        if (!call.answered) {
          exchange.close();
        }
        return;
      }
    }
    call.answer(call.forward(request));
  }

  private static void play(Fault fault, Call call) throws IOException {
    try {
      fault.play(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** One request on its way. */
  public final class Call {
    private final HttpExchange exchange;
    private final Request request;
    private boolean answered;

    private Call(HttpExchange exchange, Request request) {
      this.exchange = exchange;
      this.request = request;
    }

    /** What is asked. */
    public Request request() {
      return request;
    }

    /** Has the server answer. */
    public Answer forward(Request asked) throws IOException {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target + asked.path()))
              .method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body(), BYTES));
      asked
          .headers()
          .forEach(
              (name, values) -> {
                if (!CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> builder.header(name, value));
                }
              });
      try {
        HttpResponse<String> response =
            client.send(builder.build(), HttpResponse.BodyHandlers.ofString(BYTES));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        headers.computeIfPresent("Location", (name, values) -> throughHere(values));
        return new Answer(response.statusCode(), headers, response.body());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    /** Where a server tells its own address, the client shall come through here again. */
    private List<String> throughHere(List<String> addresses) {
      return addresses.stream()
          .map(address -> address.replace(":" + target + "/", ":" + port() + "/"))
          .toList();
    }

    /** Answers the client. */
    public void answer(Answer answer) throws IOException {
      answer(answer, answer.body().length());
    }

    /** Breaks the connection after so many bytes of the body. */
    public void answer(Answer answer, int bytes) throws IOException {
      answer
          .headers()
          .forEach(
              (name, values) -> {
                if (!CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      boolean head = request.method().equals("HEAD");
      if (head) {
        answer
            .headers()
            .getOrDefault("content-length", List.of())
            .forEach(value -> exchange.getResponseHeaders().set("Content-Length", value));
      }
      exchange.sendResponseHeaders(
          answer.status(), head || answer.body().isEmpty() ? -1 : answer.body().length());
      answered = true;
      if (!head && !answer.body().isEmpty()) {
        exchange.getResponseBody().write(answer.body().getBytes(BYTES), 0, bytes);
        exchange.getResponseBody().flush();
        answered = bytes == answer.body().length();
        if (answered) {
          exchange.getResponseBody().close();
        }
      }
    }
  }
}
