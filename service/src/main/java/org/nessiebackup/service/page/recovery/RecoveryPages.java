package org.nessiebackup.service.page.recovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.page.Frame;
import org.nessiebackup.service.page.Frame.Spot;
import org.nessiebackup.service.page.Href;
import org.nessiebackup.service.page.Layout;
import org.nessiebackup.service.page.Pages;
import org.nessiebackup.service.page.Section;
import org.nessiebackup.service.page.Sources;
import org.nessiebackup.service.page.recovery.RecoveryPage.Answer;
import org.nessiebackup.service.page.recovery.RecoveryPage.Trouble;
import org.nessiebackup.service.recovery.CatalogView;
import org.nessiebackup.service.recovery.Plan;
import org.nessiebackup.service.recovery.Question;
import org.nessiebackup.service.recovery.Recovery;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.security.Role;

/** "Something is broken": from a name to a plan, and from the plan to what was before. */
public final class RecoveryPages {
  private static final Templates TEMPLATES = Templates.beside(RecoveryPages.class, Pages.class);
  private static final String PATH = "/catalogs/{catalog}/recovery";

  /** How soon a browser without scripts looks again, in seconds. */
  private static final String SOON = "2";

  private final Sources sources;
  private final Layout layout;
  private final Recovery recovery;
  private final Answers answers;

  /** Those that are made of these sources. */
  public RecoveryPages(Sources sources, Layout layout) {
    this.sources = sources;
    this.layout = layout;
    this.recovery =
        new Recovery(sources.fleet(), sources.runs(), sources.runner(), sources.clock());
    this.answers = new Answers(recovery);
  }

  /** All ways in. */
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, PATH, Role.VIEWER, this::ask),
        Endpoint.of(Method.POST, PATH, Role.ADMIN, this::start),
        Endpoint.of(Method.GET, PATH + "/{plan}", Role.VIEWER, this::follow));
  }

  private static Spot spot(Asked asked) {
    return new Spot(asked.catalog(), Section.RECOVERY);
  }

  private static String title(Asked asked) {
    return "Something is broken – " + asked.catalog();
  }

  private Response ask(Request request) {
    Asked asked = new Asked(request);
    sources.state(asked.catalog());
    Optional<CatalogView> view = Optional.empty();
    Answer answer;
    try {
      Question question = asked.question(recovery.now());
      try {
        view = Optional.of(recovery.view(question.catalog(), question.reference()));
        answer = answers.of(asked, question, view.get());
      } catch (BackupException e) {
        if (e.failure() != Failure.KEY_MISSING && e.failure() != Failure.KEY_WRONG) {
          throw e;
        }
        answer = answers.blind(question);
      }
    } catch (BackupException e) {
      answer = new Trouble(e.getMessage(), e.hint());
    }
    Frame frame = layout.still(request, title(asked), Optional.of(spot(asked)));
    return Response.html(
        200, TEMPLATES.render("recovery", new RecoveryPage(frame, asked.form(view), answer)));
  }

  private Response start(Request request) {
    String plan = request.parameter("plan").orElse("");
    Asked asked = new Asked(request);
    recovery.start(
        asked.catalog(), plan, new Origin.Person(request.subject().name(), request.address()));
    return Response.seeOther(asked.self().to(plan).toString());
  }

  private Response follow(Request request) {
    Asked asked = new Asked(request);
    String catalog = asked.catalog();
    Plan plan = recovery.plan(catalog, request.part("plan"));
    Optional<Run> run = recovery.run(plan);
    Frame frame =
        layout.live(
            request,
            title(asked),
            Optional.of(spot(asked)),
            new Frame.Live(asked.self().to(plan.id()).toString(), List.of("progress")));
    String page =
        TEMPLATES.render(
            "recovery-run",
            new RecoveryRunPage(
                frame,
                asked.self().toString(),
                run.map(each -> Href.catalog(catalog).to("runs", each.id().value()).toString()),
                RunProgress.of(plan, run, words -> recovery.typed(catalog, words), recovery.now()),
                plan.command().typed()));
    boolean going = run.filter(each -> !each.state().isOver()).isPresent();
    return new Response.Body(
        200,
        "text/html; charset=utf-8",
        page,
        going && request.header("hx-request").isEmpty() ? Map.of("Refresh", SOON) : Map.of());
  }

  /** What a run of a plan shows. */
  record RecoveryRunPage(
      Frame frame, String again, Optional<String> run, RunProgress progress, String command) {}
}
