package org.nessiebackup.service.api;

import java.util.List;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the API says of catalogs. */
public final class CatalogApi {
  private final List<ServedCatalog> catalogs;

  /** That of these catalogs. */
  public CatalogApi(List<ServedCatalog> catalogs) {
    this.catalogs = List.copyOf(catalogs);
  }

  /** All ways in. */
  public List<Endpoint> endpoints() {
    return List.of(Endpoint.of(Method.GET, "/api/v1/catalogs", Role.VIEWER, this::list));
  }

  private Response list(Request request) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    catalogs.forEach(each -> document.withArray("catalogs").addObject().put("name", each.name()));
    return Response.json(200, document);
  }
}
