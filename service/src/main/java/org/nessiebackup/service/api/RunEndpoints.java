package org.nessiebackup.service.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.AskedRuns;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunDocument;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.security.Role;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs: started, followed, stopped; and what they would do. */
record RunEndpoints(Fleet fleet, Runs runs, Lookup lookup) {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, Api.CATALOG + "/runs", Role.VIEWER, this::list),
        Endpoint.of(Method.POST, Api.CATALOG + "/runs", Role.OPERATOR, this::start),
        Endpoint.of(Method.GET, Api.CATALOG + "/runs/{run}", Role.VIEWER, this::show),
        Endpoint.of(Method.DELETE, Api.CATALOG + "/runs/{run}", Role.OPERATOR, this::cancel),
        // What changes nothing is a look, as on the page that rehearses a way back.
        Endpoint.of(Method.POST, Api.CATALOG + "/plans", Role.VIEWER, this::plan));
  }

  private Response list(Request request) {
    int limit = new Query(request, "limit").number("limit", 1, MOST, USUAL);
    String catalog = Api.catalog(request, fleet);
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("catalog", catalog);
    runs.list(catalog).stream()
        .limit(limit)
        .map(RunDocument::of)
        .forEach(document.putArray("runs")::add);
    return Response.json(200, document);
  }

  private Response start(Request request) {
    ObjectNode wanted = body(request);
    new Query(request);
    CommandForm form = CommandForm.of(wanted);
    Role role = form.role(wanted);
    if (!request.subject().role().covers(role)) {
      String message = "this takes the role \"%s\": \"%s\"".formatted(role.label(), form.label());
      return Response.json(403, Problem.of(403, Failure.PERMISSION, message).json());
    }
    List<String> words = new ArrayList<>(form.command(wanted).words());
    form.confirmation().ifPresent(words::add);
    String catalog = Api.catalog(request, fleet);
    Command command = fleet.command(catalog, words);
    Run run = new AskedRuns(fleet, runs).start(catalog, command, who(request));
    return new Response.Body(
        202,
        "application/json",
        RunDocument.of(run).toString(),
        Map.of("Location", "%s/runs/%s".formatted(path(request), run.id())));
  }

  private Response show(Request request) {
    new Query(request);
    RunId id = id(request);
    return runs.find(Api.catalog(request, fleet), id)
        .<Response>map(run -> Response.json(200, RunDocument.of(run)))
        .orElseGet(() -> problem(404, "no run \"%s\" is known here".formatted(id)));
  }

  private Response cancel(Request request) {
    RunId id = id(request);
    String catalog = Api.catalog(request, fleet);
    if (runs.find(catalog, id).isPresent() && !runs.cancel(catalog, id, who(request))) {
      return problem(409, "the run \"%s\" is over".formatted(id));
    }
    Response now = show(request);
    return now instanceof Response.Body body && body.status() == 200
        ? new Response.Body(202, body.type(), body.text(), body.headers())
        : now;
  }

  private Response plan(Request request) {
    ObjectNode wanted = body(request);
    new Query(request);
    CommandForm form = CommandForm.of(wanted);
    if (!form.plans()) {
      throw Form.refusal("command", "has no plan; it only adds or proves something");
    }
    List<String> words = form.command(wanted).words();
    String catalog = Api.catalog(request, fleet);
    List<String> dry = new ArrayList<>(words);
    dry.add("--dry-run");
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("execute", fleet.command(catalog, words).typed());
    document.set("plan", lookup.summary(catalog, dry));
    return Response.json(200, document);
  }

  /** The body, if it is an object in JSON; a form of another site cannot send one. */
  private static ObjectNode body(Request request) {
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.replaceFirst(";.*", "").strip().equals("application/json")) {
      throw refusal("the body is not \"application/json\"");
    }
    try {
      if (STRICT.readTree(request.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw refusal("the body is not JSON");
    }
    throw refusal("the body is not an object");
  }

  private static BackupException refusal(String message) {
    return Failure.USAGE.exception(message, "See /api/v1/openapi.yaml for what can be sent.");
  }

  private static RunId id(Request request) {
    return new RunId(Form.RUN.check("run", request.part("run")));
  }

  private static Origin.Person who(Request request) {
    return new Origin.Person(request.subject().name(), request.address());
  }

  private static String path(Request request) {
    String name = URLEncoder.encode(request.part("catalog"), StandardCharsets.UTF_8);
    return Api.CATALOG.replace("{catalog}", name.replace("+", "%20"));
  }

  private static Response problem(int status, String message) {
    return Response.json(status, Problem.of(status, Failure.USAGE, message).json());
  }
}
