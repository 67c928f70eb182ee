package org.nessiebackup.service.page.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.service.page.Moment;
import org.nessiebackup.service.recovery.Diagnosis;
import org.nessiebackup.service.recovery.Diagnosis.Choice;
import org.nessiebackup.service.recovery.Plan;
import org.nessiebackup.service.recovery.Way;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far it is to bring something back.
 *
 * @param kind the class of its color
 * @param heading in one sentence
 * @param lines more about it
 * @param percent how much is done; absent if that is not known
 * @param undo what takes it back, in words
 * @param commands that do that
 */
record RunProgress(
    String kind,
    String heading,
    List<String> lines,
    Optional<Long> percent,
    Optional<String> undo,
    List<String> commands) {
  private static final double WHOLE = 100;

  /**
   * That of a run.
   *
   * @param run absent if nobody has started it
   * @param typed makes a command line of its words
   */
  static RunProgress of(
      Plan plan, Optional<Run> run, Function<String[], String> typed, Instant now) {
    if (run.isEmpty()) {
      return said("none", "This plan was not started.", List.of());
    }
    String what = DiagnosisText.name(plan.diagnosis());
    RunState state = run.get().state();
    return switch (state) {
      case QUEUED ->
          said(
              "none",
              "Waits to bring %s back.".formatted(what),
              List.of("Other work of this catalog is done first."));
      case RUNNING -> going("Bringing %s back …".formatted(what), run.get());
      case DONE -> done(plan, run.get(), typed, now);
      case FAILED, CANCELLED, LOST, SKIPPED -> failed(what, state, run.get());
    };
  }

  private static RunProgress said(String kind, String heading, List<String> lines) {
    return new RunProgress(kind, heading, lines, Optional.empty(), Optional.empty(), List.of());
  }

  private static RunProgress going(String heading, Run run) {
    ObjectNode status = run.said().status().orElseGet(JsonNodeFactory.instance::objectNode);
    Optional<Long> percent =
        Optional.of(status.path("percent_done"))
            .filter(each -> each.isNumber())
            .map(each -> Math.round(each.asDouble() * WHOLE));
    String step = status.path("step").asString("starting");
    return new RunProgress(
        "none", heading, List.of("Now: " + step), percent, Optional.empty(), List.of());
  }

  private static RunProgress failed(String what, RunState state, Run run) {
    List<String> lines = new ArrayList<>();
    run.error()
        .ifPresent(
            error -> {
              lines.add(error.path("message").asString(""));
              Optional.ofNullable(error.path("hint").asString(null)).ifPresent(lines::add);
            });
    lines.addAll(run.said().warnings());
    return said(
        "bad",
        "%s was not brought back: the run has %s."
            .formatted(
                what,
                switch (state) {
                  case CANCELLED -> "been cancelled";
                  case LOST -> "been lost with its service, and may have done it all the same";
                  case SKIPPED -> "not begun";
                  default -> "failed";
                }),
        lines);
  }

  private static RunProgress done(
      Plan plan, Run run, Function<String[], String> typed, Instant now) {
    Diagnosis diagnosis = plan.diagnosis();
    Choice choice = diagnosis.choice().orElseThrow();
    ObjectNode summary =
        run.result()
            .flatMap(CommandResult::summary)
            .orElseGet(JsonNodeFactory.instance::objectNode);
    String heading =
        "Fixed: %s is again as of %s."
            .formatted(
                plan.way() == Way.CATALOG ? "the whole catalog" : DiagnosisText.name(diagnosis),
                new Moment(choice.at(), now).utc());
    List<String> lines = new ArrayList<>();
    String undo;
    List<String> commands;
    switch (plan.way()) {
      case TABLE, REPLACE -> {
        lines.add(
            "Branch %s is now at commit %s."
                .formatted(summary.path("branch").asString(), summary.path("head").asString()));
        undo =
            "Was it the wrong thing? These bring back what it was before, once a backup knows that"
                + " state:";
        commands =
            List.of(
                typed.apply(new String[] {"backup"}),
                typed.apply(
                    new String[] {
                      "restore-table",
                      "latest",
                      diagnosis.reference(),
                      diagnosis.key().orElseThrow(),
                      "--to",
                      summary.path("head_before").asString()
                    }));
      }
      case BRANCH -> {
        lines.add(
            "It is now at commit %s."
                .formatted(summary.path("reference").path("commit").asString()));
        String before = summary.path("before").path("commit").asString("");
        undo =
            before.isEmpty()
                ? "Was it the wrong thing? Delete the branch again; nothing else was touched."
                : "Was it the wrong thing? These let it point to where it was, once a backup knows"
                    + " that state:";
        commands =
            before.isEmpty()
                ? List.of()
                : List.of(
                    typed.apply(new String[] {"backup"}),
                    typed.apply(
                        new String[] {
                          "restore-ref", "latest", diagnosis.reference(), "--to", before
                        }));
      }
      case CATALOG -> {
        lines.add("Start Nessie, if it was stopped.");
        undo = "Was it the wrong thing? The replaced tables are still there:";
        commands = List.of(typed.apply(new String[] {"undo"}));
      }
      default -> throw new IllegalStateException();
    }
    lines.addAll(run.said().warnings());
    return new RunProgress("good", heading, lines, Optional.empty(), Optional.of(undo), commands);
  }
}
