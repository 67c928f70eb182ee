package org.nessiebackup.service.page.recovery;

import java.time.Instant;
import java.util.ArrayList;
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
import org.nessiebackup.service.page.Link;
import org.nessiebackup.service.page.Moment;
import org.nessiebackup.service.page.Pages;
import org.nessiebackup.service.page.Section;
import org.nessiebackup.service.page.Sources;
import org.nessiebackup.service.page.recovery.RecoveryPage.Answer;
import org.nessiebackup.service.page.recovery.RecoveryPage.Blind;
import org.nessiebackup.service.page.recovery.RecoveryPage.Form;
import org.nessiebackup.service.page.recovery.RecoveryPage.Found;
import org.nessiebackup.service.page.recovery.RecoveryPage.Suggestions;
import org.nessiebackup.service.page.recovery.RecoveryPage.Trouble;
import org.nessiebackup.service.page.recovery.RecoveryPage.Which;
import org.nessiebackup.service.recovery.CatalogView;
import org.nessiebackup.service.recovery.Diagnosis;
import org.nessiebackup.service.recovery.Diagnosis.Choice;
import org.nessiebackup.service.recovery.Plan;
import org.nessiebackup.service.recovery.Question;
import org.nessiebackup.service.recovery.Recovery;
import org.nessiebackup.service.recovery.Way;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.security.Role;

/** "Something is broken": from a name to a plan, and from the plan to what was before. */
public final class RecoveryPages {
  private static final Templates TEMPLATES = Templates.beside(RecoveryPages.class, Pages.class);
  private static final String PATH = "/catalogs/{catalog}/recovery";
  private static final int MOST_MEANT = 40;

  /** How soon a browser without scripts looks again, in seconds. */
  private static final String SOON = "2";

  private final Layout layout;
  private final Recovery recovery;

  /** Those that are made of these sources. */
  public RecoveryPages(Sources sources, Layout layout) {
    this.layout = layout;
    this.recovery =
        new Recovery(sources.fleet(), sources.runs(), sources.runner(), sources.clock());
  }

  /** All ways in. */
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, PATH, Role.VIEWER, this::ask),
        Endpoint.of(Method.POST, PATH, Role.ADMIN, this::start),
        Endpoint.of(Method.GET, PATH + "/{plan}", Role.VIEWER, this::follow));
  }

  private static Href self(Request request) {
    return Href.catalog(request.part("catalog")).to("recovery");
  }

  private Frame frame(Request request) {
    String catalog = request.part("catalog");
    return layout.still(
        request,
        "Something is broken – " + catalog,
        Optional.of(new Spot(catalog, Section.RECOVERY)));
  }

  private Response ask(Request request) {
    Asked asked = new Asked(request);
    Optional<CatalogView> view = Optional.empty();
    Answer answer;
    try {
      Question question = asked.question(recovery.now());
      try {
        view = Optional.of(recovery.view(question.catalog(), question.reference()));
        answer = answer(asked, question, view.get());
      } catch (BackupException e) {
        if (e.failure() != Failure.KEY_MISSING && e.failure() != Failure.KEY_WRONG) {
          throw e;
        }
        answer = blind(question);
      }
    } catch (BackupException e) {
      answer = new Trouble(e.getMessage(), e.hint());
    }
    return Response.html(
        200,
        TEMPLATES.render("recovery", new RecoveryPage(frame(request), asked.form(view), answer)));
  }

  /** What a request says. */
  private record Asked(Request request) {
    String text(String name) {
      return request.parameter(name).orElse("").strip();
    }

    Question question(Instant now) {
      return Question.of(
          request.part("catalog"),
          request.parameter("what"),
          request.parameter("ref"),
          request.parameter("since"),
          now);
    }

    Form form(Optional<CatalogView> view) {
      return new Form(
          self(request).toString(), text("what"), text("ref"), text("since"), Suggestions.of(view));
    }

    /** The same question with another answer wanted. */
    String href(String name, String value) {
      Href href = self(request);
      for (String each : List.of("what", "ref", "since", "way", "to")) {
        String text = each.equals(name) ? value : text(each);
        boolean stale = each.equals("to") && name.equals("way");
        if (!text.isEmpty() && !stale) {
          href = href.with(each, text);
        }
      }
      return href.toString();
    }
  }

  private Answer answer(Asked asked, Question question, CatalogView view) {
    if (question.isEmpty()) {
      return LatelyText.of(view, asked::href, recovery.now());
    }
    if (question.what().isPresent() && view.found()) {
      return table(asked, question, view);
    }
    return question.what().isPresent() || question.reference().isPresent()
        ? found(asked, recovery.branch(question, view))
        : since(asked, question);
  }

  private Answer table(Asked asked, Question question, CatalogView view) {
    String typed = question.what().orElseThrow();
    List<String> meant = view.meantBy(typed);
    if (meant.size() > 1) {
      return new Which(
          typed,
          meant.stream()
              .limit(MOST_MEANT)
              .map(key -> new Link(key, asked.href("what", key), false))
              .toList());
    }
    String key = meant.isEmpty() ? typed : meant.getFirst();
    return found(asked, recovery.table(question, view, key));
  }

  private Answer found(Asked asked, Diagnosis diagnosis) {
    String catalog = asked.request().part("catalog");
    DiagnosisText text =
        DiagnosisText.of(
            diagnosis, Href.catalog(catalog), recovery.now(), commit -> asked.href("to", commit));
    List<Way> ways = ways(diagnosis);
    Optional<String> to = asked.request().parameter("to");
    Way way =
        asked
            .request()
            .parameter("way")
            .flatMap(Way::of)
            .filter(ways::contains)
            .orElse(ways.getFirst());
    if (diagnosis.choice().isEmpty() || !wanted(diagnosis, way, to, asked.request())) {
      return new Found(text, Optional.empty());
    }
    Plan plan = recovery.plan(catalog, diagnosis, way, to.filter(each -> way == Way.BRANCH));
    List<Link> others =
        ways.stream()
            .filter(each -> each != way)
            .filter(each -> mayHelp(each, plan))
            .map(each -> new Link(words(each, diagnosis), asked.href("way", each.label()), false))
            .toList();
    return new Found(text, Optional.of(PlanText.of(plan, others)));
  }

  /** A branch that is there is not moved before somebody has said to where. */
  private static boolean wanted(
      Diagnosis diagnosis, Way way, Optional<String> to, Request request) {
    return diagnosis.key().isPresent()
        || diagnosis.commits().isEmpty()
        || to.isPresent()
        || way != Way.BRANCH
        || request.parameter("since").isPresent();
  }

  /**
   * Without a Nessie to talk to, one way is left; what is in nobody's place need not be replaced.
   */
  private static boolean mayHelp(Way way, Plan plan) {
    return switch (way) {
      case TABLE, BRANCH -> plan.trouble().isEmpty();
      case REPLACE -> plan.trouble().isEmpty() && !plan.possible();
      case CATALOG -> true;
    };
  }

  private static List<Way> ways(Diagnosis diagnosis) {
    boolean gone =
        diagnosis.now().filter(each -> each.state().equals("no-reference")).isPresent()
            || diagnosis.key().isEmpty();
    return gone
        ? List.of(Way.BRANCH, Way.CATALOG)
        : List.of(Way.TABLE, Way.REPLACE, Way.BRANCH, Way.CATALOG);
  }

  private static String words(Way way, Diagnosis diagnosis) {
    return switch (way) {
      case TABLE -> "Bring only %s back".formatted(diagnosis.key().orElse(""));
      case REPLACE -> "Replace what came in its place";
      case BRANCH -> "Bring the whole branch %s back".formatted(diagnosis.reference());
      case CATALOG -> "Bring the whole catalog back";
    };
  }

  private Answer since(Asked asked, Question question) {
    Instant moment = question.since().orElseThrow();
    Choice choice =
        recovery
            .before(question.catalog(), moment)
            .orElseThrow(
                () ->
                    Failure.BACKUP_NOT_FOUND.exception(
                        "no recovery point is as old as that", "Name a later moment."));
    return LatelyText.of(
        recovery.difference(question.catalog(), choice.backup()),
        asked::href,
        new Moment(choice.at(), recovery.now()));
  }

  private Blind blind(Question question) {
    String catalog = question.catalog();
    String point =
        recovery
            .before(catalog, question.since().orElse(Instant.MAX))
            .map(Choice::backup)
            .orElse("latest");
    String branch = question.reference().orElse("main");
    List<String> commands = new ArrayList<>();
    if (question.what().isPresent()) {
      String key = question.what().get();
      commands.add(recovery.typed(catalog, "find-change", key, "--ref", branch));
      commands.add(recovery.typed(catalog, "restore-table", point, branch, key, "--dry-run"));
    } else {
      commands.add(recovery.typed(catalog, "diff", point, "live"));
      commands.add(recovery.typed(catalog, "restore-ref", point, branch, "--dry-run"));
    }
    commands.add(recovery.typed(catalog, "restore", point, "--dry-run"));
    return new Blind(commands);
  }

  private Response start(Request request) {
    String plan = request.parameter("plan").orElse("");
    recovery.start(
        request.part("catalog"),
        plan,
        new Origin.Person(request.subject().name(), request.address()));
    return Response.seeOther(self(request).to(plan).toString());
  }

  private Response follow(Request request) {
    String catalog = request.part("catalog");
    Plan plan = recovery.plan(catalog, request.part("plan"));
    Optional<Run> run = recovery.run(plan);
    Href self = self(request);
    Frame frame =
        layout.live(
            request,
            "Something is broken – " + catalog,
            Optional.of(new Spot(catalog, Section.RECOVERY)),
            new Frame.Live(self.to(plan.id()).toString(), List.of("progress")));
    String page =
        TEMPLATES.render(
            "recovery-run",
            new RecoveryRunPage(
                frame,
                self.toString(),
                run.map(each -> Href.catalog(catalog).to("runs", each.id().value()).toString()),
                RunProgress.of(plan, run, words -> recovery.typed(catalog, words), recovery.now()),
                Recovery.typed(plan.command())));
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
