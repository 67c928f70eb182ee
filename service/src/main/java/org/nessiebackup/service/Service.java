package org.nessiebackup.service;

import java.util.List;
import org.nessiebackup.service.api.CatalogApi;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.http.WebServer;
import org.nessiebackup.service.run.CommandRunner;

/** The service at work, from its start until it is closed. */
public final class Service implements AutoCloseable {
  private final WebServer server;

  private Service(WebServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param catalogs what is served, at least one
   * @param runner executes the command lines of runs
   * @throws org.nessiebackup.BackupException if the address cannot be had
   */
  public static Service start(
      ServiceOptions options, List<ServedCatalog> catalogs, CommandRunner runner) {
    return new Service(WebServer.start(options.listen(), new CatalogApi(catalogs).endpoints()));
  }

  /** The address that it listens on, with the port that it was given for 0. */
  public String address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
