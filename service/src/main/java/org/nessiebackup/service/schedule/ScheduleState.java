package org.nessiebackup.service.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.run.Command;

/**
 * What a schedule is going to do.
 *
 * @param leader whether it is this service that does it
 * @param other who does it otherwise, for people
 * @param next what comes next of each task, the earliest first
 */
public record ScheduleState(boolean leader, Optional<String> other, List<Next> next) {
  /** Takes its own copy of the list. */
  public ScheduleState {
    next = List.copyOf(next);
  }

  /**
   * What comes next.
   *
   * @param task what is done
   * @param command as which command
   * @param at when; not later than now if it waits for something
   * @param attempt 1, or more if it is tried again
   */
  public record Next(Task task, Command command, Instant at, int attempt) {}
}
