package org.nessiebackup.kubernetes.request;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.job.FollowedJob;
import tools.jackson.databind.JsonNode;

/** Waits for what an operator says of a request, and passes on what its pod says meanwhile. */
final class AwaitedRequest {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** A standby takes over within a minute. */
  private static final Duration UNSEEN = Duration.ofMinutes(2);

  private static final String APPROVED = "Approved";

  /** Why an approved plan is not carried out. */
  private static final List<String> NOT_CARRIED_OUT =
      List.of("WrongDigest", "CatalogChanged", "PlanExpired");

  private final Request request;
  private final RequestStep step;
  private final Consumer<String> lines;
  private final Instant begin;
  private Optional<FollowedJob> job = Optional.empty();
  private boolean silent;
  private Optional<JsonNode> end = Optional.empty();

  AwaitedRequest(Request request, RequestStep step, Consumer<String> lines) {
    this.request = request;
    this.step = step;
    this.lines = lines;
    this.begin = request.cluster().now();
  }

  RequestResult await(Duration limit) {
    if (!request.cluster().await(limit, POLL, this::isOver)) {
      throw Failure.CLUSTER.exception(
          "%s has not come to an end in time".formatted(title()), "It goes on: " + look());
    }
    JsonNode said = end.orElseThrow();
    return new RequestResult(
        said.path("status").asString("").equals("True"),
        said.path("reason").asString(""),
        said.path("message").asString(""),
        job.map(FollowedJob::exitCode).orElse(OptionalInt.empty()));
  }

  private boolean isOver() {
    JsonNode object = request.read();
    // Looked at before the log is read for the last time, so that nothing of it is missed.
    end = end(object);
    follow(object);
    if (end.isEmpty() && object.at("/status/conditions").isEmpty()) {
      requireOperator();
    }
    return end.isPresent();
  }

  private Optional<JsonNode> end(JsonNode object) {
    return ObjectFields.condition(object, step.condition(), "True")
        .or(() -> ObjectFields.condition(object, step.condition(), "False"))
        .or(() -> step == RequestStep.RESTORE ? notCarriedOut(object) : Optional.empty());
  }

  /** What was said before somebody has approved is no answer to that. */
  private static Optional<JsonNode> notCarriedOut(JsonNode object) {
    long generation = object.at("/metadata/generation").asLong(0);
    return ObjectFields.condition(object, APPROVED, "False")
        .filter(said -> NOT_CARRIED_OUT.contains(said.path("reason").asString("")))
        .filter(said -> said.path("observedGeneration").asLong(0) >= generation);
  }

  private void follow(JsonNode object) {
    if (job.isEmpty()) {
      job =
          ObjectFields.text(object.path("status").path(step.job()).path("name"))
              .map(name -> new FollowedJob(request.objects(), name, lines));
    }
    if (job.isPresent() && !silent) {
      try {
        job.get().look();
      } catch (BackupException e) {
        if (e.failure() != Failure.PERMISSION) {
          throw e;
        }
        silent = true;
        request.cluster().context().progress().detail(Progress.Detail.VERBOSE, e::getMessage);
      }
    }
  }

  private void requireOperator() {
    if (begin.plus(UNSEEN).isBefore(request.cluster().now())) {
      throw Failure.CLUSTER.exception(
          "no operator has looked at %s for two minutes".formatted(title()),
          "It stays, and is done once an operator looks after the namespace \"%s\": %s"
              .formatted(request.cluster().namespace(), look()));
    }
  }

  private String title() {
    return "the %s \"%s\"".formatted(request.kind().kind(), request.name());
  }

  private String look() {
    return "kubectl describe %s %s"
        .formatted(request.kind().kind().toLowerCase(Locale.ROOT), request.name());
  }
}
