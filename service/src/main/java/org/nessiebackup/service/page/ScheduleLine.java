package org.nessiebackup.service.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.schedule.ScheduleState;

/**
 * What is done by the clock, as a line of a list.
 *
 * @param next what comes next
 * @param last what was done last
 */
record ScheduleLine(ScheduleState.Next next, Optional<RunLine> last, Instant now) {
  /** All of a catalog. */
  static List<ScheduleLine> of(ScheduleState state, List<Run> runs, Instant now) {
    return state.next().stream()
        .map(
            next ->
                new ScheduleLine(
                    next,
                    runs.stream()
                        .filter(run -> isOf(run, next.task().label()))
                        .findFirst()
                        .map(run -> new RunLine(run, now)),
                    now))
        .toList();
  }

  private static boolean isOf(Run run, String task) {
    return run.request().origins().stream()
        .anyMatch(
            origin ->
                switch (origin) {
                  case Origin.Schedule schedule -> schedule.task().equals(task);
                  case Origin.Person person -> false;
                });
  }

  String task() {
    return next.task().label();
  }

  String command() {
    return next.command().line();
  }

  Moment at() {
    return new Moment(next.at(), now);
  }

  /** That it is tried again. */
  Optional<String> attempt() {
    return Optional.of(next.attempt()).filter(number -> number > 1).map("attempt %d"::formatted);
  }
}
