package org.nessiebackup.service.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Runs;

/** The schedules of all catalogs. */
public final class Schedules implements AutoCloseable {
  private final Map<String, CatalogSchedule> schedules;

  /** Nothing is done before {@link #start}. */
  public Schedules(List<CatalogSchedule> schedules, Fleet fleet, Runs runs, WorkContext context) {
    this.schedules =
        schedules.stream().collect(Collectors.toMap(CatalogSchedule::catalog, each -> each));
  }

  /** Begins to do what is due, and goes on until closed. */
  public void start() {}

  /** What is going to be done for a catalog; empty if it has no schedule. */
  public Optional<ScheduleState> state(String catalog) {
    return Optional.ofNullable(schedules.get(catalog))
        .map(each -> new ScheduleState(false, Optional.empty(), List.of()));
  }

  @Override
  public void close() {}
}
