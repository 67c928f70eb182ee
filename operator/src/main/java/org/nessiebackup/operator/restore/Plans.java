package org.nessiebackup.operator.restore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.RestorePlan;
import tools.jackson.databind.JsonNode;

/** Reads plans from what a command says, which plans only; see docs/json-output.md. */
final class Plans {
  /** More is for the log of the Job. */
  private static final int MOST = 20;

  /** It becomes a word of a command line, and must not be an option there. */
  private static final Pattern POINT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.~@{}:+/_-]{0,299}");

  private Plans() {}

  /** Empty if it does not say what would be restored: nobody could approve that. */
  static Optional<RestorePlan> of(Outcome outcome) {
    return outcome
        .text("/plan/point/id")
        .or(() -> outcome.text("/plan/point_id"))
        .or(() -> outcome.text("/plan/backup_id"))
        .filter(point -> POINT.matcher(point).matches())
        .map(point -> of(outcome, point));
  }

  private static RestorePlan of(Outcome outcome, String point) {
    return new RestorePlan(
        point,
        outcome.text("/plan/point/kind").orElse(null),
        outcome.moment("/plan/point/at").map(Instant::toString).orElse(null),
        outcome.text("/plan/point/position").orElse(null),
        outcome.count("/plan/rows").orElse(null),
        outcome
            .count("/plan/loses/commits")
            .or(() -> outcome.count("/plan/commits_lost"))
            .orElse(null),
        outcome.count("/plan/loses/contents").orElse(null),
        references(outcome.summary().at("/plan/loses/references")),
        outcome.text("/plan/loses_unknown").orElse(null),
        outcome.number("/plan/estimated_seconds").orElse(null),
        outcome.count("/plan/kubernetes/replicas").map(Long::intValue).orElse(null),
        changes(outcome.summary().path("plan")),
        texts(outcome.summary().at("/plan/warnings")));
  }

  /** Those that lose something: what was deleted and returns loses nothing. */
  private static List<String> references(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> !each.path("effect").asString("").equals("returned"))
        .limit(MOST)
        .map(
            each ->
                "%s %s".formatted(each.path("name").asString(""), each.path("effect").asString("")))
        .toList();
  }

  /** Of a branch or tag, and of tables, each as the command says it. */
  private static List<String> changes(JsonNode plan) {
    if (plan.path("keys").isArray()) {
      return stream(plan.path("keys"))
          .map(
              each ->
                  "%s %s"
                      .formatted(each.path("change").asString(""), each.path("key").asString("")))
          .toList();
    }
    return Stream.of(
            reference(plan),
            keys("again", plan.path("keys_gained")),
            keys("lost", plan.path("keys_lost")),
            keys("back", plan.path("keys_changed")))
        .flatMap(each -> each)
        .limit(MOST)
        .toList();
  }

  private static Stream<String> reference(JsonNode plan) {
    JsonNode then = plan.path("reference");
    return then.isObject()
        ? Stream.of(
            "%s %s: %s, now %s"
                .formatted(
                    then.path("kind").asString(""),
                    then.path("name").asString(""),
                    then.path("commit").asString(""),
                    plan.at("/now/commit").asString("not there")))
        : Stream.of();
  }

  private static Stream<String> keys(String change, JsonNode list) {
    return stream(list).map(key -> change + " " + key.asString(""));
  }

  private static List<String> texts(JsonNode list) {
    return stream(list).map(each -> each.asString("")).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).limit(MOST);
  }
}
