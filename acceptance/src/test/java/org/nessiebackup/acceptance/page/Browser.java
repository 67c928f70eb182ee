package org.nessiebackup.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Headless Chromium, spoken to by the DevTools protocol over a socket of this machine. */
final class Browser implements AutoCloseable {
  private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser");
  private static final String AXE = "node_modules/axe-core/axe.min.js";
  private static final int SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Messages messages;
  private int number;

  private Browser(Process process, WebSocket socket, Messages messages) {
    this.process = process;
    this.socket = socket;
    this.messages = messages;
  }

  /** Starts one; skips by name what this machine lacks, which in CI is a failure. */
  static Browser start(Path folder) throws Exception {
    Optional<Path> program = PROGRAMS.stream().flatMap(Browser::onPath).findFirst();
    boolean complete = program.isPresent() && axe().isPresent();
    assertThat(complete || !"true".equals(System.getenv("CI"))).as("a browser in CI").isTrue();
    assumeTrue(complete, "chromium (Debian) or axe-core (npm) is not installed");
    Process process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    try {
      Messages messages = new Messages();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(page(process, folder.resolve("profile/DevToolsActivePort")), messages)
              .get(SECONDS, TimeUnit.SECONDS);
      Browser browser = new Browser(process, socket, messages);
      for (String domain : List.of("Page", "Runtime", "Log")) {
        browser.call(domain + ".enable", Map.of());
      }
      return browser;
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Stream<Path> onPath(String name) {
    return path().map(place -> place.resolve(name)).filter(Files::isExecutable);
  }

  private static Stream<Path> path() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of);
  }

  /** The rules of accessibility, beside a folder of the path, where npm puts them. */
  private static Optional<Path> axe() {
    return path()
        .map(place -> place.toAbsolutePath().resolveSibling(AXE))
        .filter(Files::isReadable)
        .findFirst();
  }

  private static URI page(Process process, Path port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(port) || Files.readAllLines(port).isEmpty()) {
      assertThat(process.isAlive() && System.nanoTime() < end).as("the browser starts").isTrue();
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%s/json/new?about:blank"
                        .formatted(Files.readAllLines(port).getFirst())))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return URI.create(JsonMapper.shared().readTree(answer).get("webSocketDebuggerUrl").asString());
  }

  /** Shows a page in a window of this width, in a light or a dark room. */
  void open(Path file, int width, boolean dark) throws Exception {
    open(file.toUri(), width, dark);
  }

  /** The same for one that is served. */
  void open(URI page, int width, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    messages.complaints.clear();
    messages.loaded = new CompletableFuture<>();
    call("Page.navigate", Map.of("url", page.toString()));
    messages.loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  /** What a script finds. */
  JsonNode evaluate(String script) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    assertThat(answer.has("exceptionDetails")).as("%s", answer).isFalse();
    return answer.at("/result/value");
  }

  /** Waits until a script finds that something is so. */
  void await(String condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!evaluate("Boolean(" + condition + ")").asBoolean()) {
      assertThat(System.nanoTime()).as(condition).isLessThan(end);
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  /** Clicks on something that leads to another page, and waits for that. */
  void follow(String selector) throws Exception {
    messages.loaded = new CompletableFuture<>();
    evaluate("document.querySelector(%s).click()".formatted(quoted(selector)));
    messages.loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  /** What is hard to read, or has no name, for some people: contrast, labels, structure. */
  List<String> barriers() throws Exception {
    evaluate(Files.readString(axe().orElseThrow()) + ";null");
    JsonNode found = evaluate("axe.run().then(result => result.violations)");
    List<String> barriers = new ArrayList<>();
    for (JsonNode rule : found) {
      barriers.add(
          rule.get("id").asString() + ": " + rule.get("nodes").get(0).get("html").asString());
    }
    return barriers;
  }

  /** What the browser has complained of since a page was opened. */
  List<String> complaints() {
    return List.copyOf(messages.complaints);
  }

  /** A picture of the whole page. */
  void picture(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    JsonNode picture = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asString()));
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    int id = ++number;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    messages.waiting.put(id, answer);
    ObjectNode request = JsonMapper.shared().createObjectNode().put("id", id).put("method", method);
    request.set("params", JsonMapper.shared().valueToTree(parameters));
    socket.sendText(request.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode got = answer.get(SECONDS, TimeUnit.SECONDS);
    assertThat(got.has("error")).as("%s: %s", method, got).isFalse();
    return got.get("result");
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** What the browser says: answers by number, and events. */
  private static final class Messages implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        take(JsonMapper.shared().readTree(partial.toString()));
        partial.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        waiting.remove(message.get("id").asInt()).complete(message);
        return;
      }
      switch (message.path("method").asString()) {
        case "Page.loadEventFired" -> loaded.complete(null);
        case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
            complaints.add(message.get("params").toString());
        default -> {
          // Of no interest here.
        }
      }
    }
  }
}
