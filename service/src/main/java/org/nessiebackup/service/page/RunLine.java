package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.DurationWords;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;
import tools.jackson.databind.JsonNode;

/**
 * A run as a line of a list.
 *
 * @param run the run
 * @param now the moment of the page
 */
record RunLine(Run run, Instant now) {
  String id() {
    return run.id().value();
  }

  String href() {
    return Href.catalog(run.catalog()).to("runs", id()).toString();
  }

  /** Where it is stopped. */
  String cancel() {
    return Href.catalog(run.catalog()).to("runs", id(), "cancel").toString();
  }

  String command() {
    return run.command().line();
  }

  String state() {
    return run.state().label();
  }

  /** The class of its color. */
  String kind() {
    return switch (run.state()) {
      case QUEUED, CANCELLED, SKIPPED -> "none";
      case RUNNING -> "work";
      case DONE -> "good";
      case FAILED, LOST -> "bad";
    };
  }

  boolean going() {
    return !run.state().isOver();
  }

  Moment requested() {
    return new Moment(run.times().requested(), now);
  }

  /** How long it took, or takes already. */
  String took() {
    return run.times()
        .started()
        .map(at -> DurationWords.measured(Duration.between(at, run.times().ended().orElse(now))))
        .orElse("");
  }

  /** Who wanted it. */
  String who() {
    return run.request().origins().stream().map(Origin::words).collect(Collectors.joining(", "));
  }

  /** What it is doing, or what it came to. */
  String words() {
    if (run.state() == RunState.RUNNING) {
      return said("step").orElse("has begun");
    }
    return run.error().map(each -> each.path("message").asString("")).orElse("");
  }

  private Optional<String> said(String member) {
    return run.said()
        .status()
        .map(each -> each.path(member))
        .filter(JsonNode::isString)
        .map(JsonNode::asString);
  }

  /** How far it is, of a hundred; absent if that is not known. */
  Optional<String> percent() {
    return run.said()
        .status()
        .map(each -> each.path("percent_done"))
        .filter(JsonNode::isNumber)
        .map(each -> String.format(Locale.ROOT, "%.0f", 100 * each.asDouble()));
  }

  List<String> warnings() {
    return run.said().warnings();
  }
}
