package org.nessiebackup.service.page.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.page.ContentText;
import org.nessiebackup.service.page.Link;
import org.nessiebackup.service.recovery.Diagnosis;
import org.nessiebackup.service.recovery.Plan;
import org.nessiebackup.service.recovery.Way;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How something comes back, in words.
 *
 * @param id by which it is asked for
 * @param button what the button says
 * @param steps what is done, what it costs and what it loses
 * @param obstacles what stands in the way, and what to do
 * @param command for a shell
 * @param possible whether it can be done
 * @param others other ways
 */
record PlanText(
    String id,
    String button,
    List<String> steps,
    List<String> obstacles,
    String command,
    boolean possible,
    List<Link> others) {
  private static final int SHOWN = 10;

  static PlanText of(Plan plan, List<Link> others) {
    List<String> obstacles = new ArrayList<>();
    plan.trouble()
        .ifPresent(
            each -> {
              obstacles.add(each.getMessage());
              each.hint().ifPresent(obstacles::add);
            });
    plan.rehearsal()
        .ifPresent(doc -> doc.path("obstacles").forEach(each -> obstacles.add(each.asString())));
    return new PlanText(
        plan.id(),
        "Bring %s back"
            .formatted(
                switch (plan.way()) {
                  case TABLE, REPLACE -> plan.diagnosis().key().orElseThrow();
                  case BRANCH -> plan.diagnosis().reference();
                  case CATALOG -> "the whole catalog";
                }),
        plan.rehearsal().map(doc -> steps(plan.way(), plan.diagnosis(), doc)).orElse(List.of()),
        obstacles,
        plan.command().typed(),
        plan.possible(),
        others);
  }

  private static List<String> steps(Way way, Diagnosis diagnosis, ObjectNode doc) {
    return switch (way) {
      case TABLE, REPLACE -> table(diagnosis, doc);
      case BRANCH -> branch(doc);
      case CATALOG -> catalog(doc);
    };
  }

  private static List<String> table(Diagnosis diagnosis, ObjectNode doc) {
    List<String> steps = new ArrayList<>();
    int changes = 0;
    for (JsonNode key : doc.path("keys")) {
      String change = key.path("change").asString("");
      if (!change.equals("none")) {
        changes++;
        if (changes <= SHOWN) {
          steps.add(
              "%s %s: %s"
                  .formatted(
                      key.path("key").asString(),
                      switch (change) {
                        case "back" -> "goes back";
                        case "again" -> "comes back, with the id that it had";
                        default -> "replaces what came in its place";
                      },
                      key.path("metadata_location").asString(key.path("type").asString(""))));
        }
      }
    }
    if (changes == 0) {
      return List.of(
          "Nothing is to be done: %s is now what it was then."
              .formatted(DiagnosisText.name(diagnosis)));
    }
    steps.add(
        "Costs one commit onto %s of now. Nessie goes on serving; everything else stays."
            .formatted(doc.path("branch").asString()));
    steps.add(
        diagnosis.commits().isEmpty()
            ? "Loses what was written to it since."
            : "Loses what %s written to it since; the history keeps them."
                .formatted(
                    diagnosis.commits().size() == 1
                        ? "the commit above has"
                        : "the %d commits above have".formatted(diagnosis.commits().size())));
    return steps;
  }

  private static List<String> branch(ObjectNode doc) {
    List<String> steps = new ArrayList<>();
    steps.add(
        "%s points to commit %s again%s."
            .formatted(
                doc.path("reference").path("name").asString(),
                doc.path("reference").path("commit").asString(),
                doc.has("now")
                    ? "; now it is at %s".formatted(doc.path("now").path("commit").asString())
                    : ", and is not there now"));
    steps.add(
        "Costs %d objects that are added to the catalog. Nessie goes on serving."
            .formatted(doc.path("missing_objects").asInt()));
    steps.add(
        "Gains %d commits and loses %d."
            .formatted(doc.path("commits_gained").asInt(), doc.path("commits_lost").asInt()));
    for (JsonNode lost : doc.path("newest_lost")) {
      steps.add(
          "Loses commit %s: %s"
              .formatted(
                  ContentText.brief(lost.path("id").asString("")),
                  lost.path("message").asString()));
    }
    keys(doc.path("keys_lost"), "Loses").ifPresent(steps::add);
    keys(doc.path("keys_changed"), "Changes").ifPresent(steps::add);
    doc.path("warnings").forEach(each -> steps.add(each.asString()));
    return steps;
  }

  private static Optional<String> keys(JsonNode keys, String word) {
    List<String> names = new ArrayList<>();
    keys.forEach(each -> names.add(each.asString()));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s %s%s."
                .formatted(
                    word,
                    String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                    names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : ""));
  }

  private static List<String> catalog(ObjectNode doc) {
    List<String> steps = new ArrayList<>();
    steps.add(
        "All of the catalog becomes what it was: %,d rows are loaded beside it, compared, and swapped in."
            .formatted(doc.path("rows").asLong()));
    String time =
        doc.has("estimated_seconds")
            ? "about %d s of loading, and a moment"
                .formatted(Math.round(Math.ceil(doc.path("estimated_seconds").asDouble())))
            : "loading, and a moment";
    steps.add("Costs %s for the swap, while Nessie is stopped.".formatted(time));
    JsonNode loses = doc.path("loses");
    if (loses.isObject()) {
      steps.add("Loses %d commits.".formatted(loses.path("commits").asInt()));
      int shown = 0;
      for (JsonNode each : loses.path("references")) {
        if (shown++ < SHOWN) {
          steps.add(
              "%s %s %s."
                  .formatted(
                      each.path("type").asString("").equals("TAG") ? "Tag" : "Branch",
                      each.path("name").asString(),
                      switch (each.path("effect").asString("")) {
                        case "removed" -> "goes: it was made since";
                        case "returned" -> "returns: it was deleted since";
                        default ->
                            "goes back: loses %d commits, %d tables and the like differ"
                                .formatted(
                                    each.path("commits_lost").asInt(),
                                    each.path("contents").asInt());
                      }));
        }
      }
    }
    if (doc.has("loses_unknown")) {
      steps.add("What is lost is not known: " + doc.path("loses_unknown").asString());
    }
    steps.add("The replaced tables are kept; undo swaps them back.");
    return steps;
  }
}
