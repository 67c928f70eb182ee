package org.nessiebackup.kubernetes.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API server over HTTP on the loopback interface: authenticates by bearer token, authorizes by
 * rules, fails on demand, forwards to pods. It has no watches.
 */
final class ApiServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectMemory objects = new ObjectMemory();
  private final AccessRules rules = new AccessRules();
  private final ApiFaults faults = new ApiFaults();
  private final Changes changes = new Changes();
  private final Map<String, PodProcess> pods = new ConcurrentHashMap<>();
  private final Queue<ApiRequest> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  ApiServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  AccessRules rules() {
    return rules;
  }

  ApiFaults faults() {
    return faults;
  }

  Changes changes() {
    return changes;
  }

  Map<String, PodProcess> pods() {
    return pods;
  }

  /** What users asked, in order; not what the tests themselves did as administrator. */
  List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ApiRequest request = read(exchange);
      if (!request.user().equals(AccessRules.ADMINISTRATOR)) {
        requests.add(request);
      }
      Optional<ApiFaults.Occurrence> fault = faults.next(request);
      if (fault.isPresent() && !fault.get().trouble().equals(ApiFaults.Trouble.ANSWER_LOST)) {
        fail(exchange, fault.get());
        return;
      }
      ApiAnswer answer = answer(request, header(exchange, "Content-Type"));
      if (fault.isEmpty()) {
        send(exchange, answer);
      }
      // Else the exchange is closed without an answer.
    }
  }

  private void fail(HttpExchange exchange, ApiFaults.Occurrence fault) throws IOException {
    switch (fault.trouble()) {
      case REFUSED ->
          send(
              exchange,
              ApiAnswer.refusal(
                  fault.status(), ApiAnswer.reason(fault.status()), "fault on demand"));
      case HANG -> awaitClosing();
      case CUT, ANSWER_LOST -> {
        // Closed without an answer.
      }
    }
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ApiRequest read(HttpExchange exchange) throws IOException {
    String token = header(exchange, "Authorization").replaceFirst("^Bearer ", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return ApiRequest.of(token, exchange.getRequestMethod(), exchange.getRequestURI(), body);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void send(HttpExchange exchange, ApiAnswer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private ApiAnswer answer(ApiRequest request, String contentType) {
    if (request.user().isEmpty()) {
      return ApiAnswer.refusal(401, "Unauthorized", "Unauthorized");
    }
    if (!rules.allows(request)) {
      return forbidden(request);
    }
    if (request.resource().equals("selfsubjectaccessreviews")) {
      return review(request);
    }
    if (request.resource().equals("tokenreviews")) {
      return tokenReview(request);
    }
    if (request.resource().equals("subjectaccessreviews")) {
      return review(request);
    }
    if (request.resource().equals("pods") && request.subresource().equals("proxy")) {
      return new PodProxy(pods).forward(request);
    }
    if (request.resource().equals("pods") && request.subresource().equals("log")) {
      return Optional.ofNullable(pods.get(request.name()))
          .map(pod -> new ApiAnswer(200, pod.log()))
          .orElseGet(() -> ApiAnswer.refusal(404, "NotFound", "no such pod"));
    }
    ApiAnswer answer = objects.answer(request, contentType);
    if (request.changes() && answer.status() < 300) {
      changes.announce();
    }
    return answer;
  }

  private static ApiAnswer forbidden(ApiRequest request) {
    return ApiAnswer.refusal(
        403,
        "Forbidden",
        "%s \"%s\" is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\""
            .formatted(
                request.resource(),
                request.name(),
                request.user(),
                request.verb(),
                request.fullResource(),
                request.group(),
                request.namespace()));
  }

  private ApiAnswer review(ApiRequest request) {
    ObjectNode review = (ObjectNode) JSON.readTree(request.body());
    JsonNode asked = review.path("spec").path("resourceAttributes");
    String subresource = asked.path("subresource").asString("");
    String resource = asked.path("resource").asString("");
    boolean allowed =
        rules.allows(
            review.path("spec").path("user").asString(request.user()),
            asked.path("namespace").asString(""),
            asked.path("verb").asString(""),
            asked.path("group").asString(""),
            subresource.isEmpty() ? resource : resource + "/" + subresource,
            asked.path("name").asString(""));
    review.putObject("status").put("allowed", allowed);
    return new ApiAnswer(201, review.toString());
  }

  /** Tokens are {@code USER} or {@code USER@AUDIENCE}; of some users, audiences are not known. */
  private ApiAnswer tokenReview(ApiRequest request) {
    ObjectNode review = (ObjectNode) JSON.readTree(request.body());
    String[] token = review.path("spec").path("token").asString("").split("@", 2);
    String audience = token.length > 1 ? token[1] : "api";
    boolean wanted =
        review.path("spec").has("audiences")
            ? review
                .path("spec")
                .path("audiences")
                .valueStream()
                .anyMatch(each -> each.asString("").equals(audience))
            : audience.equals("api");
    boolean unaware = token[0].startsWith("unaware");
    boolean authenticated = rules.knows(token[0]) && (wanted || unaware);
    ObjectNode status = review.putObject("status").put("authenticated", authenticated);
    if (authenticated) {
      status.putObject("user").put("username", token[0]).put("uid", "1").putArray("groups");
      if (!unaware) {
        status.putArray("audiences").add(audience);
      }
    }
    return new ApiAnswer(201, review.toString());
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The address of a pod's port on this machine, as other pods would reach it. */
  static URI podAddress(PodProcess pod) {
    return URI.create("http://127.0.0.1:" + pod.port());
  }
}
