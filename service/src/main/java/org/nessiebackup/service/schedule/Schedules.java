package org.nessiebackup.service.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Runs;

/** The schedules of all catalogs. */
public final class Schedules implements AutoCloseable {
  private final Map<String, CatalogScheduler> schedulers = new LinkedHashMap<>();

  /** Nothing is done before {@link #start}. */
  public Schedules(List<CatalogSchedule> schedules, Fleet fleet, Runs runs, WorkContext context) {
    WorkContext quiet =
        new WorkContext(
            context.tool(),
            context.owner(),
            context.clock(),
            Progress.NONE,
            context.cancellation());
    schedules.stream()
        .filter(each -> !each.times().isEmpty() || fleet.served(each.catalog()).isFollowed())
        .forEach(
            each -> schedulers.put(each.catalog(), new CatalogScheduler(each, fleet, runs, quiet)));
  }

  /** Begins to do what is due, and goes on until closed. */
  public void start() {
    schedulers.values().forEach(CatalogScheduler::start);
  }

  /** What is going to be done for a catalog; empty if it has no schedule. */
  public Optional<ScheduleState> state(String catalog) {
    return Optional.ofNullable(schedulers.get(catalog)).map(CatalogScheduler::state);
  }

  /** Looks at the clock now, which somebody has set. */
  void wake() {
    schedulers.values().forEach(CatalogScheduler::wake);
  }

  /** Begins nothing any more; what is at work goes on. */
  @Override
  public void close() {
    schedulers.values().parallelStream().forEach(CatalogScheduler::close);
  }
}
