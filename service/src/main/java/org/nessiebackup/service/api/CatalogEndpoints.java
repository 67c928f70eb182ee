package org.nessiebackup.service.api;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.nessiebackup.Failure;
import org.nessiebackup.report.StatusJson;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.Schedules;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.status.StatusReport;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How well catalogs are protected, from memory. */
record CatalogEndpoints(Fleet fleet, Runs runs, Schedules schedules, Clock clock) {
  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, "/api/v1/catalogs", Role.VIEWER, this::list),
        Endpoint.of(Method.GET, Api.CATALOG, Role.VIEWER, this::show),
        Endpoint.of(Method.GET, Api.CATALOG + "/status", Role.VIEWER, this::status));
  }

  private Response list(Request request) {
    new Query(request);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    Instant now = clock.instant();
    fleet.states().stream()
        .map(state -> knowledge(state, now))
        .sorted(Comparator.comparing(each -> each.verdict().level()))
        .map(CatalogDocument::json)
        .forEach(document.putArray("catalogs")::add);
    return Response.json(200, document);
  }

  private Response show(Request request) {
    new Query(request);
    return Response.json(200, knowledge(state(request, fleet), clock.instant()).json());
  }

  private CatalogDocument knowledge(CatalogState state, Instant now) {
    return CatalogDocument.of(
        state, runs.list(state.catalog()), schedules.state(state.catalog()), now);
  }

  private Response status(Request request) {
    new Query(request);
    StatusReport report = vault(request, fleet).status();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("message_type", "summary").put("command", "status");
    document.put("exit_code", report.stale() ? Failure.STALE.exitCode() : 0);
    StatusJson.STATUS.write(document, report);
    return Response.json(200, document);
  }

  private static CatalogState state(Request request, Fleet fleet) {
    return fleet.state(Api.catalog(request, fleet)).orElseThrow();
  }

  /** What is known of the vault of the catalog in a path. */
  static VaultKnowledge vault(Request request, Fleet fleet) {
    CatalogState state = state(request, fleet);
    return state
        .vault()
        .orElseThrow(
            () ->
                state
                    .trouble()
                    .map(each -> each.failure().exception(each.message(), each.hint().orElse(null)))
                    .orElseGet(
                        () ->
                            Failure.INTERRUPTED.exception(
                                "the vault of \"%s\" was not read yet".formatted(state.catalog()),
                                "Ask again in a moment.")));
  }
}
