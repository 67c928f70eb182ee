package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.AskedRuns;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.page.Frame.Live;
import org.nessiebackup.service.page.Frame.Spot;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.schedule.ScheduleState;
import org.nessiebackup.service.security.Role;

/** The pages of runs, and the forms that start and stop them. */
final class RunPages {
  private static final String RUNS = "/catalogs/{catalog}/runs";
  private static final String POINT = "/catalogs/{catalog}/points/{point}";

  private final Sources sources;
  private final Layout layout;

  RunPages(Sources sources, Layout layout) {
    this.sources = sources;
    this.layout = layout;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, RUNS, Role.VIEWER, this::list),
        Endpoint.of(Method.POST, RUNS, Role.OPERATOR, this::start),
        // What is kept no more goes with the next prune.
        Endpoint.of(Method.POST, POINT + "/release", Role.ADMIN, this::release),
        Endpoint.of(Method.GET, RUNS + "/{run}", Role.VIEWER, this::show),
        Endpoint.of(Method.POST, RUNS + "/{run}/cancel", Role.OPERATOR, this::cancel));
  }

  private Response list(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    String self = Href.catalog(state.catalog()).to("runs").toString();
    Frame frame =
        layout.live(
            request,
            "Runs of " + state.catalog(),
            Optional.of(new Spot(state.catalog(), Section.RUNS)),
            new Live(self, List.of("work", "over")));
    List<Run> runs = sources.runs().list(state.catalog());
    Optional<ScheduleState> schedule = sources.schedules().state(state.catalog());
    return Response.html(
        200,
        new RunsPage(
                frame,
                lines(runs, false),
                lines(runs, true),
                schedule.map(each -> ScheduleLine.of(each, runs, sources.now())).orElse(List.of()),
                sources.reads(state.catalog()),
                schedule.filter(each -> !each.leader()).flatMap(ScheduleState::other))
            .html());
  }

  private List<RunLine> lines(List<Run> runs, boolean over) {
    return runs.stream()
        .filter(run -> run.state().isOver() == over)
        .map(run -> new RunLine(run, sources.now()))
        .toList();
  }

  private Response show(Request request) {
    Run run = run(request);
    String self = Href.catalog(run.catalog()).to("runs", run.id().value()).toString();
    Optional<Spot> spot = Optional.of(new Spot(run.catalog(), Section.RUNS));
    String title = "Run " + run.id().value();
    Frame frame =
        run.state().isOver()
            ? layout.still(request, title, spot)
            : layout.live(request, title, spot, new Live(self, List.of("run")));
    return Response.html(200, new RunPage(frame, run, sources.now()).html());
  }

  private Run run(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    return sources
        .runs()
        .find(state.catalog(), new RunId(request.part("run")))
        .orElseThrow(
            () ->
                Failure.BACKUP_NOT_FOUND.exception(
                    "there is no run \"%s\" here (any more)".formatted(request.part("run")),
                    "The list of runs shows those there are."));
  }

  private Response start(Request request) {
    String catalog = sources.state(request.part("catalog")).catalog();
    return started(request, catalog, words(request, sources.reads(catalog)));
  }

  private Response release(Request request) {
    String catalog = sources.state(request.part("catalog")).catalog();
    return started(
        request, catalog, List.of("keep", checkedPoint(request.part("point")), "--release"));
  }

  private Response started(Request request, String catalog, List<String> words) {
    Run run =
        new AskedRuns(sources.fleet(), sources.runs())
            .start(catalog, sources.fleet().command(catalog, words), who(request));
    return Response.seeOther(Href.catalog(run.catalog()).to("runs", run.id().value()).toString());
  }

  /**
   * What a button means. What a form says is checked: it cannot be taken for an option.
   *
   * @param reads whether backups can be read here; otherwise their checksums are compared
   */
  private static List<String> words(Request request, boolean reads) {
    String action = request.parameter("action").orElse("");
    String point = checkedPoint(request.parameter("point").orElse("latest"));
    return switch (action) {
      case "backup" -> List.of("backup");
      case "full" -> List.of("backup", "--type", "full");
      case "verify" -> reads ? List.of("verify", point) : List.of("verify", point, "--quick");
      case "drill" -> List.of("drill", point);
      case "keep" ->
          request
              .parameter("reason")
              .map(reason -> List.of("keep", point, "--reason=" + reason))
              .orElse(List.of("keep", point));
      default -> throw Failure.USAGE.exception("there is no button \"%s\"".formatted(action), null);
    };
  }

  private static String checkedPoint(String point) {
    if (!point.equals("latest") && !BackupId.isValid(point)) {
      throw Failure.BACKUP_NOT_FOUND.exception(
          "\"%s\" is not the name of a recovery point".formatted(point), null);
    }
    return point;
  }

  private Response cancel(Request request) {
    Run run = run(request);
    sources.runs().cancel(run.catalog(), run.id(), who(request));
    return Response.seeOther(Href.catalog(run.catalog()).to("runs", run.id().value()).toString());
  }

  private static Origin.Person who(Request request) {
    return new Origin.Person(request.subject().name(), request.address());
  }
}
