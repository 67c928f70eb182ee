package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.nessiebackup.CronSchedule;

/**
 * The last moment at which a task was due.
 *
 * @param due the moment
 * @param period since the one before
 */
record Occurrence(Task task, Instant due, Duration period) {
  static Optional<Occurrence> last(CatalogSchedule schedule, Task task, Instant now) {
    CronSchedule cron = schedule.times().get(task);
    return cron.until(now.atZone(schedule.zone()))
        .map(
            due -> {
              Duration period =
                  cron.until(due.minusSeconds(1))
                      .map(before -> Duration.between(before, due))
                      .orElse(Duration.ofDays(1));
              return new Occurrence(task, due.toInstant(), period);
            });
  }

  /** The first one after a moment. */
  static Optional<Instant> next(CatalogSchedule schedule, Task task, Instant now) {
    return schedule
        .times()
        .get(task)
        .after(now.atZone(schedule.zone()))
        .map(ZonedDateTime::toInstant);
  }
}
