package org.nessiebackup.service.page.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.nessiebackup.MomentWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.service.page.ContentText;
import org.nessiebackup.service.page.Href;
import org.nessiebackup.service.page.Moment;
import org.nessiebackup.service.recovery.CatalogView.Commit;
import org.nessiebackup.service.recovery.Diagnosis;
import org.nessiebackup.service.recovery.Diagnosis.History;
import org.nessiebackup.service.recovery.Diagnosis.Span;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has happened, in words.
 *
 * @param headline what has happened
 * @param facts what it was then and is now
 * @param commits that did it
 * @param point the one to go back to
 * @param unread what could not be looked into; absent if all could
 */
record DiagnosisText(
    String headline,
    List<Fact> facts,
    List<CommitRow> commits,
    Optional<PointText> point,
    Optional<String> unread) {
  private static final int MOST_COMMITS = 30;

  private static final Map<String, String> NAMES =
      Map.of(
          "type", "type",
          "id", "content id",
          "metadataLocation", "metadata file",
          "snapshotId", "snapshot",
          "schemaId", "schema",
          "specId", "partition spec",
          "sortOrderId", "sort order",
          "versionId", "version");

  /** Something that it was, and is. */
  record Fact(String name, String then, String now) {}

  /**
   * A commit.
   *
   * @param before leads to the plan to go back to the state before it; absent if that is not asked
   */
  record CommitRow(
      Moment at, String author, String message, String hash, String did, Optional<String> before) {}

  /**
   * A point.
   *
   * @param href where it is
   * @param verified when it was verified
   */
  record PointText(String id, String href, Moment at, Optional<Moment> verified) {}

  /**
   * Of a diagnosis.
   *
   * @param catalog where the catalog's pages are
   * @param before where the plan leads that goes back to a commit
   */
  static DiagnosisText of(
      Diagnosis diagnosis, Href catalog, Instant now, Function<String, String> before) {
    boolean branch = diagnosis.key().isEmpty();
    return new DiagnosisText(
        headline(diagnosis, now),
        facts(diagnosis.then(), diagnosis.now()),
        diagnosis.commits().stream()
            .limit(MOST_COMMITS)
            .map(
                each ->
                    new CommitRow(
                        new Moment(each.at(), now),
                        each.author(),
                        each.message(),
                        ContentText.brief(each.hash()),
                        did(each, diagnosis.key()),
                        Optional.of(each.parent())
                            .filter(parent -> branch && !parent.isEmpty())
                            .map(before)))
            .toList(),
        diagnosis
            .choice()
            .map(
                each ->
                    new PointText(
                        each.backup(),
                        catalog.to("points", each.backup()).toString(),
                        new Moment(each.at(), now),
                        each.verified().map(at -> new Moment(at, now)))),
        unread(diagnosis.history()));
  }

  private static Optional<String> unread(History history) {
    return Optional.of(history.unreadable())
        .filter(count -> count > 0)
        .map(
            count ->
                "%s of %s could not be looked into, and may know more."
                    .formatted(
                        Quantity.count(count), Quantity.count(history.points(), "recovery point")));
  }

  private static String headline(Diagnosis diagnosis, Instant now) {
    String name = name(diagnosis);
    if (diagnosis.key().isEmpty()) {
      if (!diagnosis.target().found()) {
        return "%s is not there any more.".formatted(name);
      }
      return diagnosis.commits().isEmpty()
          ? "%s is there, and no commit on it is so new.".formatted(name)
          : "%s is there. These are its newest commits; choose the one that broke it."
              .formatted(name);
    }
    if (diagnosis.then().isEmpty()) {
      return "No recovery point has an earlier state of %s.".formatted(name);
    }
    Span then = diagnosis.then().get();
    String since = cause(diagnosis, new Moment(then.lastAt(), now).utc());
    return diagnosis
        .now()
        .map(
            span ->
                switch (span.state()) {
                  case "absent" -> "%s was dropped %s.".formatted(name, since);
                  case "no-reference" ->
                      "%s is gone: the branch was deleted %s.".formatted(name, since);
                  default ->
                      "%s was %s %s."
                          .formatted(name, same(then, span) ? "changed" : "replaced", since);
                })
        .orElse(
            "%s has not changed: all %d recovery points say the same of it since %s."
                .formatted(name, then.points(), new Moment(then.firstAt(), now).utc()));
  }

  /** {@code at 14:03 by etl, as its commit says}, or after which point, if no commit is known. */
  private static String cause(Diagnosis diagnosis, String after) {
    return diagnosis.commits().isEmpty()
        ? "after " + after
        : "at %s by %s"
            .formatted(
                MomentWords.of(diagnosis.commits().getLast().at()),
                diagnosis.commits().getLast().author());
  }

  private static boolean same(Span then, Span now) {
    return Objects.equals(members(then).get("id"), members(now).get("id"));
  }

  /** {@code main's sales.orders}, {@code branch main}. */
  static String name(Diagnosis diagnosis) {
    return diagnosis
        .key()
        .map(key -> "%s on %s".formatted(key, diagnosis.reference()))
        .orElse("Branch %s".formatted(diagnosis.reference()));
  }

  private static String did(Commit commit, Optional<String> key) {
    if (key.isPresent()) {
      return commit.removed().contains(key.get()) ? "dropped it" : "wrote it";
    }
    List<String> did = new ArrayList<>(commit.put());
    commit.removed().forEach(each -> did.add("dropped " + each));
    return String.join(", ", did.subList(0, Math.min(did.size(), 5)))
        + (did.size() > 5 ? " and %d more".formatted(did.size() - 5) : "");
  }

  private static List<Fact> facts(Optional<Span> then, Optional<Span> now) {
    if (then.isEmpty()) {
      return List.of();
    }
    Map<String, String> before = members(then.get());
    Map<String, String> after = now.map(DiagnosisText::members).orElse(before);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(
            name ->
                name.equals("metadataLocation")
                    || !Objects.equals(before.get(name), after.get(name)))
        .map(
            name ->
                new Fact(
                    NAMES.getOrDefault(name, name),
                    before.getOrDefault(name, "–"),
                    after.getOrDefault(name, "–")))
        .toList();
  }

  /** All plain members of a content, whatever it is. */
  private static Map<String, String> members(Span span) {
    Map<String, String> members = new LinkedHashMap<>();
    span.content()
        .map(text -> JsonMapper.shared().readTree(text))
        .ifPresent(
            content -> {
              for (Map.Entry<String, JsonNode> each : content.properties()) {
                if (each.getValue().isValueNode()) {
                  members.put(each.getKey(), each.getValue().asString());
                }
              }
            });
    return members;
  }
}
