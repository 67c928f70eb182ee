package org.nessiebackup.service;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.api.Api;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.http.WebServer;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.service.schedule.Schedules;

/** The service at work, from its start until it is closed. */
public final class Service implements AutoCloseable {
  private final WebServer server;
  private final Schedules schedules;
  private final Runs runs;
  private final Fleet fleet;

  private Service(WebServer server, Schedules schedules, Runs runs, Fleet fleet) {
    this.server = server;
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
    Api api = new Api(fleet, runs, schedules, runner, events, context.clock());
    List<Endpoint> endpoints =
        Stream.concat(api.endpoints().stream(), api.management().stream()).toList();
    WebServer server = WebServer.start(options.listen(), endpoints);
    fleet.start();
    schedules.start();
    return new Service(server, schedules, runs, fleet);
  }

  /** The address that it listens on, with the port that it was given for 0. */
  public String address() {
    return server.address();
  }

  @Override
  public void close() {
    schedules.close();
    runs.close();
    fleet.close();
    server.close();
  }
}
