package org.nessiebackup.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.Phase;
import org.nessiebackup.drill.DrillReport.StepResult;

/**
 * Goes through steps and notes what came of each, and how long it took. A step that is gone through
 * again, for another Nessie repository, is noted as one.
 */
final class StepLog {
  /** Whoever asked for what cannot be, or asked to stop, has learned nothing about the backup. */
  private static final Set<Failure> NO_FINDINGS =
      EnumSet.of(Failure.INTERRUPTED, Failure.USAGE, Failure.TARGET_GUARDED);

  private final WorkContext context;
  private final List<DrillStep> planned;
  private final Map<DrillStep, StepResult> results = new EnumMap<>(DrillStep.class);
  private final Map<String, Duration> phases = new LinkedHashMap<>();

  /**
   * Of a drill that has not begun.
   *
   * @param planned the steps it will go through if none fails
   */
  StepLog(WorkContext context, List<DrillStep> planned) {
    this.context = context;
    this.planned = List.copyOf(planned);
  }

  /** Tells people which of the steps it is. */
  void begins(DrillStep step) {
    context.progress().part(planned.indexOf(step) + 1, planned.size());
  }

  /**
   * What a step has seen.
   *
   * @param summary in a sentence
   * @param details more of it
   */
  record Seen(String summary, List<String> details) {
    Seen {
      details = List.copyOf(details);
    }

    static Seen of(String summary) {
      return new Seen(summary, List.of());
    }
  }

  /**
   * Does a step. Whatever goes wrong in it is a doubt, and ends the drill; a request to stop is
   * not, nor is a target that cannot be used.
   *
   * @return whether the next step can come
   */
  boolean run(DrillStep step, Supplier<Seen> work) {
    return run(step, System.nanoTime(), work);
  }

  /** The same for a step that has begun before. */
  boolean run(DrillStep step, long begun, Supplier<Seen> work) {
    context.cancellation().check();
    begins(step);
    try {
      Seen seen = work.get();
      add(step, Outcome.PROVEN, since(begun), seen);
      return true;
    } catch (BackupException e) {
      if (NO_FINDINGS.contains(e.failure())) {
        throw e;
      }
      // What a stopped server says is no finding.
      context.cancellation().check();
      failed(step, since(begun), e);
      return false;
    } catch (IllegalStateException e) {
      // Nothing can be started any more while the program ends.
      if (context.cancellation().requested()) {
        throw Cancellation.interrupted(e);
      }
      throw e;
    }
  }

  /** A step in which something went wrong. */
  void failed(DrillStep step, Duration took, BackupException failure) {
    List<String> details =
        Stream.concat(
                failure.hint().stream(),
                Stream.of(failure.getSuppressed())
                    .filter(each -> !isStopped(each))
                    .map(Throwable::getMessage))
            .toList();
    add(step, Outcome.FAILED, took, new Seen(failure.getMessage(), details));
  }

  /** Whoever was stopped because of the failure has nothing to say of it. */
  private static boolean isStopped(Throwable error) {
    return error instanceof BackupException known && known.failure() == Failure.INTERRUPTED;
  }

  /** A step that is left out. */
  void leaveOut(DrillStep step, String why) {
    add(step, Outcome.NOT_PROVEN, Duration.ZERO, new Seen(why, List.of()));
  }

  void add(DrillStep step, Outcome outcome, Duration took, Seen seen) {
    StepResult result = new StepResult(step, outcome, took, seen.summary(), seen.details());
    results.merge(step, result, StepLog::both);
  }

  private static StepResult both(StepResult first, StepResult second) {
    return new StepResult(
        first.step(),
        second.outcome() == Outcome.FAILED ? Outcome.FAILED : first.outcome(),
        first.took().plus(second.took()),
        first.summary() + "; " + second.summary(),
        Stream.concat(first.details().stream(), second.details().stream()).toList());
  }

  /** Notes a part of the time that recovering takes; of several of a name the longest. */
  void phase(String name, Duration took) {
    phases.merge(name, took, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /** All steps; those of which nothing is known were not reached. */
  List<StepResult> results() {
    List<StepResult> all = new ArrayList<>();
    for (DrillStep step : DrillStep.values()) {
      StepResult unreached =
          new StepResult(
              step, Outcome.NOT_REACHED, Duration.ZERO, "an earlier step has failed", List.of());
      all.add(results.getOrDefault(step, unreached));
    }
    return all;
  }

  List<Phase> phases() {
    return phases.entrySet().stream()
        .map(each -> new Phase(each.getKey(), each.getValue()))
        .toList();
  }

  static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
