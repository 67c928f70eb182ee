package org.nessiebackup.service.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.service.run.Run.Said;
import org.nessiebackup.service.run.Run.Times;
import tools.jackson.databind.node.ObjectNode;

/** A run that is not over: what of it changes, and how it is stopped. */
final class ActiveRun {
  private static final int MOST_WARNINGS = 20;

  private static final Duration QUIET = Duration.ofMillis(500);

  private final Cancellation cancellation = new Cancellation();
  private long told = System.nanoTime();
  private boolean cancelled;
  private Run run;

  ActiveRun(Run run) {
    this.run = run;
  }

  synchronized Run run() {
    return run;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  CommandKind kind() {
    return CommandKind.of(run().command());
  }

  synchronized Run join(List<Origin> origins) {
    return replace(run.request().and(origins), run.state(), run.times(), Optional.empty());
  }

  synchronized Run start(Instant now) {
    Times times = new Times(run.times().requested(), Optional.of(now), Optional.empty());
    return replace(run.request(), RunState.RUNNING, times, Optional.empty());
  }

  synchronized Run end(RunState state, Instant now, Optional<CommandResult> result) {
    Times times = new Times(run.times().requested(), run.times().started(), Optional.of(now));
    return replace(run.request(), state, times, result);
  }

  /**
   * Keeps what a document of the command says, in the place of the last one of its kind.
   *
   * @return whether those who look on should hear of it: not of every step of a quick one
   */
  synchronized boolean hear(ObjectNode document) {
    switch (document.path("message_type").asString("")) {
      case "status" -> run = saying(new Said(Optional.of(document), run.said().warnings()));
      case "warning" -> warn(document.path("message").asString(""));
      default -> {
        return false;
      }
    }
    long now = System.nanoTime();
    boolean due = now - told > QUIET.toNanos();
    told = due ? now : told;
    return due;
  }

  synchronized void cancelledBy(Origin somebody) {
    cancelled = true;
    warn("cancelled by " + somebody.words());
  }

  /** Otherwise it is the service that ends. */
  synchronized boolean cancelledBySomebody() {
    return cancelled;
  }

  synchronized void warn(String warning) {
    List<String> warnings = new ArrayList<>(run.said().warnings());
    warnings.add(warning);
    int from = Math.max(0, warnings.size() - MOST_WARNINGS);
    run = saying(new Said(run.said().status(), warnings.subList(from, warnings.size())));
  }

  private Run saying(Said said) {
    return new Run(
        run.id(), run.request(), run.place(), run.state(), run.times(), said, run.result());
  }

  private Run replace(
      RunRequest request, RunState state, Times times, Optional<CommandResult> result) {
    run = new Run(run.id(), request, run.place(), state, times, run.said(), result);
    return run;
  }
}
