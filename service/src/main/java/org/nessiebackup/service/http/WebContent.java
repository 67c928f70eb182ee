package org.nessiebackup.service.http;

import java.util.List;
import java.util.function.BiFunction;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;

/**
 * What a server serves.
 *
 * @param endpoints the ways in
 * @param assets the files of pages
 * @param problem the page that says what went wrong
 */
public record WebContent(
    List<Endpoint> endpoints, Assets assets, BiFunction<Request, Problem, Response> problem) {
  /** Copies the list. */
  public WebContent {
    endpoints = List.copyOf(endpoints);
  }

  /** What only machines ask for. */
  public static WebContent forMachines(List<Endpoint> endpoints) {
    return new WebContent(
        endpoints,
        new Assets(List.of()),
        (request, problem) -> Response.json(problem.status(), problem.json()));
  }

  /** Whether some of it is not for everybody. */
  boolean needsRoles() {
    return endpoints.stream().anyMatch(each -> each.role().isPresent());
  }
}
