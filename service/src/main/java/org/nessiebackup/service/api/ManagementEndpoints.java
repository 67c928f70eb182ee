package org.nessiebackup.service.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.report.metrics.MetricsText;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What those ask who run the service: Kubernetes, a load balancer, Prometheus. They may ask each
 * second, so all is answered from memory, and no answer depends on a database or a bucket.
 */
record ManagementEndpoints(Fleet fleet, ServiceMetrics metrics) {
  /** All of them; metrics tell of catalogs, and so may want a role. */
  List<Endpoint> endpoints(Optional<Role> metricsFor) {
    return List.of(
        Endpoint.open(Method.GET, "/health/live", ManagementEndpoints::live),
        Endpoint.open(Method.GET, "/health/started", this::known),
        Endpoint.open(Method.GET, "/health/ready", this::known),
        new Endpoint(Method.GET, "/metrics", metricsFor, this::metrics));
  }

  private static Response live(Request request) {
    new Query(request);
    return Response.json(200, up());
  }

  private static ObjectNode up() {
    return JsonNodeFactory.instance.objectNode().put("status", "up");
  }

  /** A vault that cannot be read counts as looked at: then people need the page most of all. */
  private Response known(Request request) {
    new Query(request);
    long unseen =
        fleet.states().stream()
            .filter(state -> state.vault().isEmpty() && state.trouble().isEmpty())
            .count();
    return unseen == 0
        ? Response.json(200, up())
        : Response.json(
            503,
            JsonNodeFactory.instance
                .objectNode()
                .put("status", "down")
                .put("reason", "not looked at yet: vaults of %d catalogs".formatted(unseen)));
  }

  private Response metrics(Request request) {
    new Query(request);
    String text = MetricsText.write(metrics.now());
    return new Response.Body(200, MetricsText.CONTENT_TYPE, text, Map.of());
  }
}
