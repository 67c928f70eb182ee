package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.DurationWords;
import org.nessiebackup.report.page.Fact;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Run;
import tools.jackson.databind.JsonNode;

/**
 * One run, as it is now.
 *
 * @param frame around it
 * @param run the run
 * @param now the moment of the page
 */
record RunPage(Frame frame, Run run, Instant now) {
  String html() {
    return Pages.TEMPLATES.render("run", this);
  }

  RunLine line() {
    return new RunLine(run, now);
  }

  /** The command as somebody types it. */
  String command() {
    return run.command().typed();
  }

  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Wanted by", line().who()));
    facts.add(new Fact("Asked for", new Moment(run.times().requested(), now).utc()));
    run.times().started().ifPresent(at -> facts.add(new Fact("Began", new Moment(at, now).utc())));
    run.times().ended().ifPresent(at -> facts.add(new Fact("Ended", new Moment(at, now).utc())));
    run.result().ifPresent(each -> facts.add(new Fact("Exit status", "" + each.status())));
    return facts;
  }

  /** Why it failed. */
  Optional<String> error() {
    return run.error().map(each -> each.path("message").asString(""));
  }

  /** What to do then. */
  Optional<String> hint() {
    return run.error().map(each -> each.path("hint").asString("")).filter(text -> !text.isEmpty());
  }

  /**
   * A step of a drill, as text.
   *
   * @param step what the report says of it
   */
  record Step(JsonNode step) {
    String label() {
      return step.path("step").asString("");
    }

    String outcome() {
      return step.path("outcome").asString("");
    }

    String kind() {
      return switch (outcome()) {
        case "proven" -> "good";
        case "failed" -> "bad";
        default -> "none";
      };
    }

    String statement() {
      return step.path("statement").asString("");
    }

    String summary() {
      return step.path("summary").asString("");
    }

    String took() {
      return DurationWords.measured(
          Duration.ofMillis(Math.round(1000 * step.path("seconds").asDouble(0))));
    }
  }

  /** What a drill has proven, and what not; empty for other runs. */
  List<Step> steps() {
    return run.result().flatMap(CommandResult::summary).stream()
        .flatMap(summary -> summary.path("steps").valueStream())
        .map(Step::new)
        .toList();
  }

  boolean hasSteps() {
    return !steps().isEmpty();
  }

  /** What it came to, as a document. */
  Optional<String> summary() {
    return run.result().flatMap(CommandResult::summary).map(JsonNode::toPrettyString);
  }
}
