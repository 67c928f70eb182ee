package org.nessiebackup.service.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.Schedules;
import org.nessiebackup.service.security.Role;

/** All ways in for machines, as {@code docs/openapi.yaml} describes them. */
public final class Api {
  /** Where all that is about one catalog lies. */
  static final String CATALOG = "/api/v1/catalogs/{catalog}";

  private static final String DOCUMENT = "openapi.yaml";

  private final List<Endpoint> endpoints;
  private final List<Endpoint> monitors;

  /**
   * The API of a service.
   *
   * @param runner executes commands that only look
   */
  public Api(
      Fleet fleet,
      Runs runs,
      Schedules schedules,
      CommandRunner runner,
      EventLog events,
      Clock clock) {
    Lookup lookup = new Lookup(fleet, runner);
    ManagementEndpoints monitored =
        new ManagementEndpoints(fleet, new ServiceMetrics(fleet, runs, schedules, events, clock));
    this.monitors = monitored.endpoints(Optional.empty());
    this.endpoints =
        Stream.of(
                new CatalogEndpoints(fleet, runs, schedules, clock).endpoints(),
                // "last-good" has the place of an id, and comes before it.
                new PointEndpoints(fleet, clock).endpoints(),
                new ContentEndpoints(fleet, lookup).endpoints(),
                new RunEndpoints(fleet, runs, lookup).endpoints(),
                List.of(
                    Endpoint.of(
                        Method.GET,
                        "/api/v1/events",
                        Role.VIEWER,
                        request -> events(request, fleet, events)),
                    Endpoint.open(Method.GET, "/api/v1/" + DOCUMENT, Api::document)),
                monitored.endpoints(Optional.of(Role.VIEWER)))
            .flatMap(List::stream)
            .toList();
  }

  /** Health and metrics for who needs no login, on a port of their own. */
  public List<Endpoint> monitors() {
    return monitors;
  }

  /** All of them; of two that fit a path, the first one answers. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** The catalog in the path of a request. */
  static String catalog(Request request, Fleet fleet) {
    String name = request.part("catalog");
    checkServed(name, fleet);
    return name;
  }

  private static void checkServed(String name, Fleet fleet) {
    if (!fleet.names().contains(name)) {
      throw Failure.CATALOG_NOT_FOUND.exception(
          "no catalog \"%s\" is served".formatted(name),
          "/api/v1/catalogs lists those that there are.");
    }
  }

  private static Response events(Request request, Fleet fleet, EventLog events) {
    new Query(request, "catalog");
    String catalog = request.parameter("catalog").orElse("");
    if (!catalog.isEmpty()) {
      checkServed(catalog, fleet);
    }
    return new Response.Events(events, last(request), catalog);
  }

  private static long last(Request request) {
    String given = request.header("last-event-id").orElse("");
    if (given.isEmpty()) {
      return -1;
    }
    if (!given.matches("[0-9]{1,18}")) {
      throw Form.refusal("Last-Event-ID", "is not the number of an event");
    }
    return Long.parseLong(given);
  }

  private static Response document(Request request) {
    new Query(request);
    try (InputStream in = Api.class.getResourceAsStream(DOCUMENT)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Response.Body(200, "application/yaml", text, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
