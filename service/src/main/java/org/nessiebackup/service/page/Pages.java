package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.security.Role;

/** All pages for people. */
public final class Pages {
  static final Templates TEMPLATES = Templates.beside(Pages.class);

  private final List<ServedCatalog> catalogs;
  private final Layout layout;

  /** Those of these catalogs. */
  public Pages(List<ServedCatalog> catalogs, Assets assets) {
    this.catalogs = List.copyOf(catalogs);
    this.layout = new Layout(assets, catalog -> Safety.unknown("Nobody has looked yet."));
  }

  /** The files that pages load. */
  public static List<Asset> assets() {
    return Layout.assets();
  }

  /** All ways in. */
  public List<Endpoint> endpoints() {
    return List.of(Endpoint.of(Method.GET, "/", Role.VIEWER, this::fleet));
  }

  /** The page that says what went wrong. */
  public Response problem(Request request, Problem problem) {
    Frame frame = layout.still(request, "Not done", Optional.empty());
    return Response.html(
        problem.status(),
        TEMPLATES.render(
            "problem", new ProblemPage(frame, "Not done", problem.message(), problem.hint())));
  }

  private Response fleet(Request request) {
    Frame frame = layout.still(request, "Catalogs", Optional.empty());
    return Response.html(
        200, new FleetPage(frame, catalogs.stream().map(ServedCatalog::name).toList()).html());
  }
}
