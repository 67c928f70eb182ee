package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Problem;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.page.Frame.Live;
import org.nessiebackup.service.page.Frame.Spot;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.timeline.TimeWindow;

/** All pages for people. */
public final class Pages {
  static final Templates TEMPLATES = Templates.beside(Pages.class);

  private static final String CATALOG = "/catalogs/{catalog}";

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
    return Stream.of(
            List.of(
                Endpoint.of(Method.GET, "/", Role.VIEWER, this::fleet),
                Endpoint.of(Method.GET, CATALOG, Role.VIEWER, this::catalog),
                Endpoint.of(Method.GET, CATALOG + "/points/{point}", Role.VIEWER, this::point),
                Endpoint.of(Method.GET, CATALOG + "/drills", Role.VIEWER, this::drills),
                Endpoint.of(Method.GET, CATALOG + "/keys", Role.VIEWER, this::keys)),
            new MomentPages(sources, layout).endpoints(),
            new ContentPages(sources, layout).endpoints(),
            new RunPages(sources, layout).endpoints())
        .flatMap(List::stream)
        .toList();
  }

  /** What makes frames, for other pages. */
  public Layout layout() {
    return layout;
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
                sources.reads(state.catalog()),
                at.flatMap(TimeWindow::parse),
                sources.now())
            .html());
  }

  private Response point(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    String id = request.part("point");
    VaultKnowledge known =
        state
            .vault()
            .orElseThrow(
                () ->
                    Failure.STORE.exception(
                        "the vault of \"%s\" has not been read yet".formatted(state.catalog()),
                        "Its page says why."));
    Point point =
        known.points().stream()
            .filter(each -> each.id().value().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    Failure.BACKUP_NOT_FOUND.exception(
                        "there is no recovery point \"%s\" (any more)".formatted(id),
                        "The time line shows those there are."));
    Frame frame =
        layout.still(
            request, "Point " + id, Optional.of(new Spot(state.catalog(), Section.POINTS)));
    return Response.html(
        200,
        new PointPage(
                frame,
                known,
                point,
                recipients(state.catalog(), point),
                sources.reads(state.catalog()),
                sources.fleet().command(state.catalog(), List.of("restore", point.id().value())),
                sources.now())
            .html());
  }

  /** Who can read a point; absent if that cannot be read now. */
  private Optional<List<String>> recipients(String catalog, Point point) {
    return sources
        .read(sources.fleet().command(catalog, List.of("show", point.id().value())))
        .summary()
        .map(
            summary ->
                summary
                    .path("backup")
                    .path("recipients")
                    .valueStream()
                    .map(each -> each.asString(""))
                    .toList());
  }

  private Response drills(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    Frame frame =
        layout.live(
            request,
            "Drills of " + state.catalog(),
            Optional.of(new Spot(state.catalog(), Section.DRILLS)),
            new Live(Href.catalog(state.catalog()).to("drills").toString(), List.of("drills")));
    return Response.html(
        200,
        new DrillsPage(
                frame,
                state,
                sources.runs().list(state.catalog()),
                sources.reads(state.catalog()),
                sources.fleet().command(state.catalog(), List.of("drill")),
                sources.now())
            .html());
  }

  private Response keys(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    Command command = sources.fleet().command(state.catalog(), List.of("key", "list"));
    Frame frame =
        layout.still(
            request,
            "Keys of " + state.catalog(),
            Optional.of(new Spot(state.catalog(), Section.KEYS)));
    return Response.html(200, new KeysPage(frame, command, sources.read(command)).html());
  }
}
