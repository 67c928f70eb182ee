package org.nessiebackup.service.schedule;

import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.nessiebackup.CronSchedule;

/**
 * What is done for a catalog, and when.
 *
 * @param catalog its name
 * @param zone by whose clocks
 * @param times when each task is due; those that are not there are never done by themselves
 */
public record CatalogSchedule(String catalog, ZoneId zone, Map<Task, CronSchedule> times) {
  /** Takes its own copy of the map, in the order of the tasks. */
  public CatalogSchedule {
    Map<Task, CronSchedule> copy = new EnumMap<>(Task.class);
    copy.putAll(times);
    times = Collections.unmodifiableMap(copy);
  }
}
