package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.CronSchedule;

/**
 * What is done for a catalog, and when.
 *
 * @param catalog its name
 * @param zone by whose clocks
 * @param times when each task is due; those that are not there are never done by themselves
 */
public record CatalogSchedule(String catalog, ZoneId zone, Map<Task, CronSchedule> times) {
  private static final Duration AHEAD = Duration.ofDays(400);
  private static final int RUNS = 3_000;

  /** Takes its own copy of the map, in the order of the tasks. */
  public CatalogSchedule {
    Map<Task, CronSchedule> copy = new EnumMap<>(Task.class);
    // A day on which the clocks go forward is protected as any other.
    times.forEach((task, time) -> copy.put(task, time.makingUp()));
    times = Collections.unmodifiableMap(copy);
  }

  /**
   * The longest time that passes without any of some tasks, as far as the next runs tell; empty if
   * none of them is done by itself.
   *
   * @param from where to begin to look
   */
  public Optional<Duration> longestGap(Instant from, Collection<Task> tasks) {
    ZonedDateTime last = from.atZone(zone);
    ZonedDateTime end = last.plus(AHEAD);
    Optional<Duration> longest = Optional.empty();
    for (int run = 0; run < RUNS && last.isBefore(end); run++) {
      Optional<ZonedDateTime> next = next(last, tasks);
      if (next.isEmpty()) {
        return longest;
      }
      Duration gap = Duration.between(last, next.get());
      if (run > 0 && longest.filter(known -> known.compareTo(gap) >= 0).isEmpty()) {
        longest = Optional.of(gap);
      }
      last = next.get();
    }
    return longest;
  }

  private Optional<ZonedDateTime> next(ZonedDateTime after, Collection<Task> tasks) {
    return tasks.stream()
        .filter(times::containsKey)
        .flatMap(task -> times.get(task).after(after).stream())
        .min(ZonedDateTime::compareTo);
  }
}
