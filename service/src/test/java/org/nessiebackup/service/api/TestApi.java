package org.nessiebackup.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.TestCatalog;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.Schedules;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;
import org.nessiebackup.service.testing.OpenApi;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An API without a server; each of its answers is held against the description. */
final class TestApi implements AutoCloseable {
  private final EventLog events;
  private final Fleet fleet;
  private final Runs runs;
  private final List<Endpoint> endpoints;
  private final SampleRunner runner = new SampleRunner();
  private final OpenApi openApi;

  private TestApi(List<ServedCatalog> catalogs, Clock clock) {
    TestContext work = new TestContext().by(clock);
    this.events = new EventLog(clock);
    this.fleet = new Fleet(catalogs, events, work.context());
    this.runs = new Runs(runner, fleet.archive(), events, clock, 2);
    Schedules schedules = new Schedules(List.of(), fleet, runs, work.context());
    Api api = new Api(fleet, runs, schedules, runner, events, clock);
    this.endpoints = api.endpoints();
    Endpoint document =
        endpoints.stream().filter(each -> each.path().endsWith(".yaml")).findFirst().orElseThrow();
    Response.Body text =
        (Response.Body) document.handler().apply(request(Map.of(), Map.of(), "", Role.VIEWER));
    this.openApi = OpenApi.of(text.text());
    runner.openApi = openApi;
  }

  /** One whose vaults nobody has looked at. */
  static TestApi unseen(String... catalogs) {
    return new TestApi(
        Stream.of(catalogs).<ServedCatalog>map(TestCatalog::withoutVault).toList(),
        Clock.systemUTC());
  }

  /** One that has looked at a vault. */
  static TestApi of(String catalog, Vault vault, Clock clock) throws InterruptedException {
    TestApi api = new TestApi(List.of(new TestCatalog(catalog, () -> vault)), clock);
    api.fleet.start(api.runs);
    for (long last = 0; api.fleet.state(catalog).orElseThrow().vault().isEmpty(); ) {
      last = Math.max(last, api.events.newest());
      api.events.after(last, Duration.ofMillis(50));
    }
    return api;
  }

  /** Tells how the journal of a catalog is followed. */
  void journal(String catalog, JournalState state) {
    fleet.journal(catalog, state);
  }

  OpenApi openApi() {
    return openApi;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  SampleRunner runner() {
    return runner;
  }

  Fleet fleet() {
    return fleet;
  }

  Runs runs() {
    return runs;
  }

  /** As the description calls it. */
  static String name(Endpoint endpoint) {
    return endpoint.method() + " " + endpoint.path();
  }

  /** What is answered to {@code /path?name=value}. */
  Response.Body get(String path) {
    return ask(Method.GET, path, "", Role.VIEWER);
  }

  /** The document that is answered to it. */
  JsonNode read(String path) {
    return JsonMapper.shared().readTree(get(path).text());
  }

  /** What is answered to a document. */
  Response.Body post(String path, String json, Role role) {
    return ask(Method.POST, path, json.replace('\'', '"'), role);
  }

  Response.Body ask(Method method, String path, String body, Role role) {
    return ask(method, path, body, role, Map.of("content-type", "application/json"));
  }

  Response.Body ask(
      Method method, String path, String body, Role role, Map<String, String> headers) {
    String[] parts = path.split("\\?", 2);
    for (Endpoint each : endpoints) {
      Matcher found = pattern(each).matcher(parts[0]);
      if (each.method() == method && found.matches()) {
        Map<String, String> variables = new HashMap<>();
        names(each).forEach(name -> variables.put(name, decoded(found.group(name))));
        Request request =
            request(variables, parameters(parts.length > 1 ? parts[1] : ""), body, role, headers);
        Response.Body answer = answer(each, request);
        assertThat(openApi.faults(name(each), answer.status(), answer.type(), answer.text()))
            .as("%s %s: %s", method, path, answer)
            .isEmpty();
        return answer;
      }
    }
    throw new IllegalArgumentException("no route: " + path);
  }

  private static Response.Body answer(Endpoint endpoint, Request request) {
    try {
      return switch (endpoint.handler().apply(request)) {
        case Response.Body body -> body;
        case Response.Events following ->
            new Response.Body(200, "text/event-stream", following.toString(), Map.of());
      };
    } catch (BackupException e) {
      Problem problem = Problem.of(e);
      return Response.json(problem.status(), problem.json());
    }
  }

  private static Request request(
      Map<String, String> variables,
      Map<String, List<String>> parameters,
      String body,
      Role role,
      Map<String, String> headers) {
    Subject subject = new Subject("alice", role);
    return new Request(variables, parameters, headers, body, subject, "192.0.2.1", "");
  }

  private static Request request(
      Map<String, String> variables, Map<String, List<String>> parameters, String body, Role role) {
    return request(variables, parameters, body, role, Map.of());
  }

  private static Pattern pattern(Endpoint endpoint) {
    return Pattern.compile(
        endpoint.path().replace(".", "\\.").replaceAll("\\{([a-z]+)}", "(?<$1>[^/]+)"));
  }

  private static List<String> names(Endpoint endpoint) {
    return Pattern.compile("\\{([a-z]+)}")
        .matcher(endpoint.path())
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  private static Map<String, List<String>> parameters(String query) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (String each : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = each.split("=", 2);
      parameters
          .computeIfAbsent(decoded(parts[0]), unused -> new ArrayList<>())
          .add(parts.length > 1 ? decoded(parts[1]) : "");
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    runs.close();
    fleet.close();
  }

  /** Says of each command what the description says that it says. */
  static final class SampleRunner implements CommandRunner {
    private final Map<String, Failure> failing = new ConcurrentHashMap<>();
    private final Queue<Command> executed = new ConcurrentLinkedQueue<>();
    private OpenApi openApi;

    /** Lets a command fail from now on. */
    void fail(String command, Failure failure) {
      failing.put(command, failure);
    }

    /** The command lines that were executed. */
    List<String> lines() {
      return executed.stream().map(Command::line).toList();
    }

    @Override
    public CommandResult run(
        Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation) {
      executed.add(command);
      Failure failure = failing.get(command.name());
      if (failure != null) {
        ObjectNode error = Problem.of(failure.exception("it fails", "Look why.")).json();
        messages.accept(error);
        return new CommandResult(failure.exitCode(), Optional.empty(), Optional.of(error));
      }
      String name =
          Stream.of(command.name().split("-", -1))
              .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
              .reduce("", String::concat);
      boolean dry = command.words().contains("--dry-run");
      if (command.words().contains("--tips")) {
        name += "Tips";
      }
      if (command.words().contains("--journal")) {
        name += "Journal";
      }
      ObjectNode summary = (ObjectNode) openApi.sample(name + (dry ? "Plan" : "Summary"));
      messages.accept(summary);
      return new CommandResult(0, Optional.of(summary), Optional.empty());
    }
  }
}
