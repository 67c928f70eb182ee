package org.nessiebackup.service;

import java.util.List;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.api.Api;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.page.Sources;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.LookRunner;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.service.schedule.Schedules;

/** The service at work, from its start until it is closed. */
public final class Service implements AutoCloseable {
  private final Servers servers;
  private final Schedules schedules;
  private final Runs runs;
  private final Fleet fleet;

  private Service(Servers servers, Schedules schedules, Runs runs, Fleet fleet) {
    this.servers = servers;
    this.schedules = schedules;
    this.runs = runs;
    this.fleet = fleet;
  }

  /**
   * Starts it.
   *
   * @param catalogs what is served, at least one
   * @param planned what is done for them by itself
   * @param runner executes the command lines of runs
   * @param context tool, owner and clock; its request to stop is not listened to
   * @throws org.nessiebackup.BackupException if the address cannot be had
   */
  public static Service start(
      ServiceOptions options,
      List<ServedCatalog> catalogs,
      List<CatalogSchedule> planned,
      CommandRunner runner,
      WorkContext context) {
    EventLog events = new EventLog(context.clock());
    Fleet fleet = new Fleet(catalogs, events, context);
    Runs runs = new Runs(runner, fleet.archive(), events, context.clock(), options.runs());
    Schedules schedules = new Schedules(planned, fleet, runs, context);
    // One for API and pages: what people ask takes no more of the machine if they ask twice.
    CommandRunner looks = new LookRunner(runner);
    Api api = new Api(fleet, runs, schedules, looks, events, context.clock());
    Servers servers =
        Servers.start(
            options.access(), api, new Sources(fleet, runs, schedules, looks, context.clock()));
    fleet.start(runs);
    schedules.start();
    return new Service(servers, schedules, runs, fleet);
  }

  /** The address that it listens on, with the port that it was given for 0. */
  public String address() {
    return servers.address();
  }

  @Override
  public void close() {
    schedules.close();
    runs.close();
    fleet.close();
    servers.close();
  }
}
