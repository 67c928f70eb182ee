package org.nessiebackup.service.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nessiebackup.Failure;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.recovery.CatalogView.Commit;
import org.nessiebackup.service.recovery.Diagnosis.Choice;
import org.nessiebackup.service.recovery.Diagnosis.History;
import org.nessiebackup.service.recovery.Diagnosis.Span;
import org.nessiebackup.service.recovery.Diagnosis.Target;
import org.nessiebackup.vault.backups.BackupEntry;
import tools.jackson.databind.node.ObjectNode;

/** Finds out what has changed, and what was before it. */
record Search(Looks looks, Fleet fleet) {
  private static final String SPANS = "20";

  /**
   * Follows a table through the points.
   *
   * @param key its name, as commands take it
   */
  Diagnosis table(Question question, CatalogView view, String key) {
    ObjectNode history =
        looks.find(
            question.catalog(),
            "find-change",
            Question.argument(key),
            "--ref=" + view.reference(),
            "--limit",
            SPANS);
    List<Span> spans = new ArrayList<>();
    history.path("spans").forEach(node -> spans.add(Span.of(node)));
    History seen = new History(history.path("backups").asInt(), history.path("unreadable").size());
    OptionalInt good = good(spans, question.since());
    if (good.isEmpty()) {
      return new Diagnosis(
          new Target(view.reference(), view.found(), Optional.of(key)),
          Optional.empty(),
          spans.isEmpty() ? Optional.empty() : Optional.of(spans.getLast()),
          List.of(),
          Optional.empty(),
          seen);
    }
    Span then = spans.get(good.getAsInt());
    Optional<Span> now =
        good.getAsInt() + 1 < spans.size() ? Optional.of(spans.getLast()) : Optional.empty();
    List<Commit> commits =
        view.commits().stream()
            .filter(each -> each.touches(key) && each.at().isAfter(then.lastAt()))
            .toList();
    return new Diagnosis(
        new Target(view.reference(), view.found(), Optional.of(key)),
        Optional.of(then),
        now,
        commits,
        Optional.of(within(question.catalog(), then)),
        seen);
  }

  /**
   * The span that was good: that of the moment until which all was good; or else the last one
   * before the newest change. Where the table was not there, nothing can be brought back, so it is
   * the one before that.
   */
  private static OptionalInt good(List<Span> spans, Optional<Instant> since) {
    int last = spans.size() - 1;
    int from =
        since.isPresent()
            ? IntStream.rangeClosed(0, last)
                .filter(i -> !spans.get(i).firstAt().isAfter(since.get()))
                .max()
                .orElse(0)
            : Math.max(0, last - 1);
    return IntStream.iterate(from, i -> i >= 0, i -> i - 1)
        .filter(i -> i <= last && spans.get(i).present())
        .findFirst();
  }

  /** Finds the last point that has a branch, or the one at a moment. */
  Diagnosis branch(Question question, CatalogView view) {
    List<Commit> commits =
        view.commits().stream()
            .filter(each -> question.since().map(each.at()::isAfter).orElse(true))
            .toList();
    Optional<Choice> choice =
        view.found()
            ? before(question.catalog(), question.since().orElse(Instant.MAX))
            : having(question.catalog(), view.reference());
    return new Diagnosis(
        new Target(view.reference(), view.found(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        commits,
        choice,
        History.NONE);
  }

  /**
   * The newest point that has a branch which the newest one of all has not. Looks ever further
   * back, and then by halves for the last one that has it.
   */
  private Optional<Choice> having(String catalog, String reference) {
    List<Point> points = readable(catalog);
    int without = points.size() - 1;
    int with = without;
    for (int step = 1; with >= 0 && !has(catalog, points.get(with), reference); step *= 2) {
      without = with;
      with = with == 0 ? -1 : Math.max(0, with - step);
    }
    if (with < 0) {
      throw Failure.REFERENCE_NOT_FOUND.exception(
          "no recovery point that was looked into has a branch or tag \"%s\"".formatted(reference),
          "Is it written as it was, with upper and lower case?");
    }
    while (without - with > 1) {
      int middle = (with + without) >>> 1;
      if (has(catalog, points.get(middle), reference)) {
        with = middle;
      } else {
        without = middle;
      }
    }
    return Optional.of(choice(points.get(with)));
  }

  private boolean has(String catalog, Point point, String reference) {
    for (var each : looks.find(catalog, "refs", point.id().value()).path("references")) {
      if (each.path("name").asString().equals(reference)) {
        return true;
      }
    }
    return false;
  }

  /** The newest point of a span that was verified; or else the newest one of all in it. */
  private Choice within(String catalog, Span span) {
    return newestSound(
            readable(catalog).stream()
                .filter(each -> !at(each).isBefore(span.firstAt()))
                .filter(each -> !at(each).isAfter(span.lastAt()))
                .toList())
        .map(Search::choice)
        .orElseGet(() -> new Choice(span.last(), span.lastAt(), Optional.empty()));
  }

  /** The newest point at or before a moment. */
  Optional<Choice> before(String catalog, Instant moment) {
    List<Point> points =
        readable(catalog).stream().filter(each -> !at(each).isAfter(moment)).toList();
    return points.isEmpty() ? Optional.empty() : Optional.of(choice(points.getLast()));
  }

  private static Optional<Point> newestSound(List<Point> points) {
    return points.reversed().stream().filter(each -> verified(each).isPresent()).findFirst();
  }

  private static Choice choice(Point point) {
    return new Choice(point.id().value(), at(point), verified(point));
  }

  private static Optional<Instant> verified(Point point) {
    return point
        .proof()
        .verification()
        .filter(each -> each.sound() && !point.proof().damaged())
        .map(each -> each.verified());
  }

  private List<Point> readable(String catalog) {
    return fleet
        .state(catalog)
        .flatMap(CatalogState::vault)
        .map(
            vault ->
                vault.points().stream()
                    .filter(each -> each.entry() instanceof BackupEntry.Listed)
                    .filter(each -> !each.proof().damaged())
                    .toList())
        .orElse(List.of());
  }

  private static Instant at(Point point) {
    return switch (point.entry()) {
      case BackupEntry.Listed listed -> listed.manifest().snapshotAt();
      case BackupEntry.Unreadable bad -> bad.id().time();
    };
  }
}
