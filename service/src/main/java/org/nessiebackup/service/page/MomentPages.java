package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.page.Frame.Spot;
import org.nessiebackup.service.page.MomentPage.Form;
import org.nessiebackup.service.page.MomentPage.Trouble;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.point.RecoveryPoints;

/** From a moment that somebody chooses to what would come back, and the command that does it. */
final class MomentPages {
  private static final String PATH = "/catalogs/{catalog}/moment";
  private static final int LONGEST = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Sources sources;
  private final Layout layout;

  /** An answer may take the reading of an hour's journal: one at a time. */
  private final Semaphore turn = new Semaphore(1);

  MomentPages(Sources sources, Layout layout) {
    this.sources = sources;
    this.layout = layout;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.of(Method.GET, PATH, Role.VIEWER, this::show));
  }

  /** Where the form of a catalog leads to. */
  static Href path(String catalog) {
    return Href.catalog(catalog).to("moment");
  }

  private Response show(Request request) {
    CatalogState state = sources.state(request.part("catalog"));
    String catalog = state.catalog();
    Form form =
        new Form(
            path(catalog).toString(),
            request.parameter("to").map(String::strip).orElse(""),
            request.parameter("exclusive").isPresent());
    Frame frame =
        layout.still(
            request, "A moment of " + catalog, Optional.of(new Spot(catalog, Section.POINTS)));
    return Response.html(
        200, (form.to().isEmpty() ? empty(frame, form) : answered(frame, form, state)).html());
  }

  private static MomentPage empty(Frame frame, Form form) {
    return new MomentPage(
        frame, form, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  private MomentPage answered(Frame frame, Form form, CatalogState state) {
    Instant now = sources.now();
    Optional<PointTarget> target = Optional.empty();
    try {
      target = Optional.of(target(form.to(), now));
      RecoveryPoint point = find(state, target.get(), form.exclusive());
      return new MomentPage(
          frame,
          form,
          Optional.of(MomentText.of(point, now)),
          Optional.empty(),
          List.of(),
          command(state.catalog(), form));
    } catch (BackupException e) {
      return new MomentPage(
          frame,
          form,
          Optional.empty(),
          Optional.of(
              new Trouble(
                  redacted(state.catalog(), e.getMessage()),
                  e.hint().map(hint -> redacted(state.catalog(), hint)))),
          nearest(frame, target, state, now),
          command(state.catalog(), form).filter(none -> isCommit(e)));
    }
  }

  private String redacted(String catalog, String text) {
    return sources.fleet().served(catalog).redacted(text);
  }

  private static PointTarget target(String words, Instant now) {
    boolean wrong =
        words.length() > LONGEST
            || words.startsWith("-")
            || words.chars().anyMatch(Character::isISOControl);
    return Optional.of(words)
        .filter(text -> !wrong)
        .flatMap(text -> PointTarget.parse(text, now))
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "that names no moment, position, mark or commit", PointTarget.FORMS));
  }

  private RecoveryPoint find(CatalogState state, PointTarget target, boolean exclusive) {
    if (target instanceof PointTarget.Commit) {
      throw Failure.KEY_MISSING.exception(
          "which transaction has brought a commit is read in the journal's rows",
          "The command below finds it where an identity is, and shows its plan first.");
    }
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Failure.LOCKED.exception("others are asking the same", "Ask again in a moment.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.INTERRUPTED.exception("the service is about to end", "Ask again then.");
    }
    try {
      RecoveryPoints points =
          sources.fleet().served(state.catalog()).vault().by(sources.clock()).points();
      return state
          .journal()
          .flatMap(JournalState::reachedAt)
          // What was true before the vault was looked at is true of what it shows.
          .map(points::followedUntil)
          .orElse(points)
          .find(new PointSelector.To(target, exclusive, true));
    } finally {
      turn.release();
    }
  }

  private static boolean isCommit(BackupException e) {
    return e.failure() == Failure.KEY_MISSING;
  }

  private Optional<String> command(String catalog, Form form) {
    List<String> words = new ArrayList<>(List.of("restore", "--to", form.to()));
    if (form.exclusive()) {
      words.add("--exclusive");
    }
    return Optional.of(sources.fleet().command(catalog, words).typed());
  }

  /** The backups next to a moment that cannot be had. */
  private static List<Link> nearest(
      Frame frame, Optional<PointTarget> target, CatalogState state, Instant now) {
    Optional<Instant> at =
        target.flatMap(
            each ->
                each instanceof PointTarget.Moment moment
                    ? Optional.of(moment.at())
                    : Optional.empty());
    List<Point> points = state.vault().map(VaultKnowledge::points).orElse(List.of());
    return at.map(
            moment ->
                Stream.of(
                        points.stream()
                            .filter(each -> !PointRow.at(each).isAfter(moment))
                            .max(Comparator.comparing(PointRow::at)),
                        points.stream()
                            .filter(each -> PointRow.at(each).isAfter(moment))
                            .min(Comparator.comparing(PointRow::at)))
                    .flatMap(Optional::stream)
                    .map(each -> link(frame, each, now))
                    .toList())
        .orElse(List.of());
  }

  private static Link link(Frame frame, Point point, Instant now) {
    String id = point.id().value();
    return new Link(
        "%s, of %s".formatted(id, new Moment(PointRow.at(point), now).utc()),
        frame.base() + "/points/" + id,
        false);
  }
}
