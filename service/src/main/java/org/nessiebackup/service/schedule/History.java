package org.nessiebackup.service.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.schedule.Evidence.Outcome;
import org.nessiebackup.service.schedule.Evidence.Wanted;

/**
 * What was done for a catalog, from what its vault says: its runs, and its backups themselves. A
 * service that was killed right after its backup has not written down that it is done, and it is.
 *
 * @param runs all that are known
 * @param backups those of a server
 * @param commands what each task is for this catalog: who types the same has done the task
 */
record History(List<Run> runs, List<Taken> backups, Map<Task, Command> commands) {
  /** A backup. */
  record Taken(BackupId id, BackupType type, Instant started) {}

  /** Everything that counts. */
  List<Evidence> evidence(Ages ages) {
    Set<Object> known = new HashSet<>();
    List<Evidence> evidence = new ArrayList<>();
    for (Run run : runs) {
      of(run, ages, known).ifPresent(evidence::add);
    }
    for (Taken backup : backups) {
      known.add(backup.id());
      evidence.add(
          new Evidence(
              backup.type() == BackupType.FULL ? Task.FULL : Task.INCREMENTAL,
              Optional.empty(),
              new Outcome.Done(),
              ages.of(backup.id(), backup.started()),
              Optional.empty()));
    }
    ages.keep(known);
    return evidence;
  }

  private Optional<Evidence> of(Run run, Ages ages, Set<Object> known) {
    Optional<Origin.Schedule> wanted =
        run.request().origins().stream()
            .filter(Origin.Schedule.class::isInstance)
            .map(Origin.Schedule.class::cast)
            .findFirst();
    Optional<Task> task =
        wanted
            .flatMap(each -> named(each.task()))
            .or(
                () ->
                    commands.entrySet().stream()
                        .filter(each -> each.getValue().equals(run.command()))
                        .map(Map.Entry::getKey)
                        .findFirst());
    if (task.isEmpty()) {
      return Optional.empty();
    }
    Object end = List.of(run.id(), "end");
    known.add(run.id());
    known.add(end);
    Instant started = run.times().started().orElse(run.times().requested());
    return Optional.of(
        new Evidence(
            task.get(),
            wanted.map(each -> new Wanted(each.due(), each.attempt())),
            outcome(run, task.get(), started),
            ages.of(run.id(), started),
            run.times().ended().map(at -> ages.of(end, at))));
  }

  private static Optional<Task> named(String label) {
    return Arrays.stream(Task.values()).filter(task -> task.label().equals(label)).findFirst();
  }

  private Outcome outcome(Run run, Task task, Instant started) {
    return switch (run.state()) {
      case QUEUED, RUNNING -> new Outcome.AtWork();
      case DONE -> new Outcome.Done();
      case FAILED ->
          RetryPause.after(failure(run))
              .<Outcome>map(Outcome.Failed::new)
              .orElseGet(Outcome.Settled::new);
      case CANCELLED -> new Outcome.Settled();
      case SKIPPED -> new Outcome.Skipped();
      case LOST -> done(task, started) ? new Outcome.Done() : new Outcome.Failed(RetryPause.LOST);
    };
  }

  /** Both moments are of the same clock, whatever that showed. */
  private boolean done(Task task, Instant started) {
    return backups.stream()
        .filter(each -> task == Task.INCREMENTAL || task == Task.FULL)
        .filter(each -> task == Task.INCREMENTAL || each.type() == BackupType.FULL)
        .anyMatch(each -> !each.started().isBefore(started));
  }

  private static Failure failure(Run run) {
    return run.code()
        .flatMap(
            code ->
                Arrays.stream(Failure.values())
                    .filter(each -> each.label().equals(code))
                    .findFirst())
        .or(() -> run.result().map(CommandResult::status).flatMap(History::byStatus))
        .orElse(Failure.INTERNAL);
  }

  /** What has no error was finished, and has found something. */
  private static Optional<Failure> byStatus(int status) {
    return List.of(Failure.FINDINGS, Failure.STALE).stream()
        .filter(each -> each.exitCode() == status)
        .findFirst();
  }
}
