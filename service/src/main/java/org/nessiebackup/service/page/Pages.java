package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.page.Frame.Live;
import org.nessiebackup.service.page.Frame.Spot;
import org.nessiebackup.service.recovery.Recovery;
import org.nessiebackup.service.security.Role;

/** All pages for people. */
public final class Pages {
  static final Templates TEMPLATES = Templates.beside(Pages.class);

  private final Sources sources;
  private final Layout layout;

  /** Those that are made of these sources. */
  public Pages(Sources sources, Assets assets) {
    this.sources = sources;
    this.layout = new Layout(assets, sources::safety);
  }

  /** The files that pages load. */
  public static List<Asset> assets() {
    return Layout.assets();
  }

  /** All ways in. */
  public List<Endpoint> endpoints() {
    RecoveryPages recovery =
        new RecoveryPages(
            layout,
            new Recovery(sources.fleet(), sources.runs(), sources.runner(), sources.clock()));
    return Stream.concat(
            Stream.of(
                Endpoint.of(Method.GET, "/", Role.VIEWER, this::fleet),
                Endpoint.of(Method.GET, "/catalogs/{catalog}", Role.VIEWER, this::catalog)),
            recovery.endpoints().stream())
        .toList();
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
    if (sources.fleet().names().size() == 1) {
      return Response.seeOther(Href.catalog(sources.fleet().names().getFirst()).toString());
    }
    Frame frame =
        layout.live(request, "Catalogs", Optional.empty(), new Live("/", List.of("catalogs")));
    return Response.html(200, new FleetPage(frame, sources.lines()).html());
  }

  private Response catalog(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    Optional<String> at = request.parameter("at");
    Href self = Href.catalog(state.catalog());
    Frame frame =
        layout.live(
            request,
            state.catalog(),
            Optional.of(new Spot(state.catalog(), Section.POINTS)),
            new Live(
                at.map(spot -> self.with("at", spot)).orElse(self).toString(),
                List.of("state", "work", "line")));
    return Response.html(
        200,
        new CatalogPage(
                frame,
                state,
                sources.runs().list(state.catalog()),
                at.flatMap(TimeWindow::parse),
                sources.now())
            .html());
  }
}
