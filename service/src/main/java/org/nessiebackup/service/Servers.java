package org.nessiebackup.service;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.service.api.Api;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.http.WebContent;
import org.nessiebackup.service.http.WebContext;
import org.nessiebackup.service.http.WebServer;
import org.nessiebackup.service.page.Pages;
import org.nessiebackup.service.page.Sources;
import org.nessiebackup.service.page.recovery.RecoveryPages;
import org.nessiebackup.service.security.Guard;
import org.nessiebackup.service.security.NoAuthentication;

/**
 * The ends of the service.
 *
 * @param web page and API
 * @param monitors health and metrics, if they are served
 */
record Servers(WebServer web, Optional<WebServer> monitors) implements AutoCloseable {
  /**
   * Starts both.
   *
   * @throws org.nessiebackup.BackupException if an address cannot be had
   */
  static Servers start(ServiceAccess access, Api api, Sources sources) {
    Assets assets = new Assets(Pages.assets());
    Pages pages = new Pages(sources, assets);
    WebServer web =
        WebServer.start(
            access.web(),
            new WebContent(endpoints(api, sources, pages), assets, pages::problem),
            context(access, new Guard(access.authentication()), sources.clock()));
    try {
      return new Servers(
          web,
          access
              .monitors()
              .map(
                  where ->
                      WebServer.start(
                          where,
                          WebContent.forMachines(api.monitors()),
                          context(access, new Guard(new NoAuthentication()), sources.clock()))));
    } catch (RuntimeException e) {
      web.close();
      throw e;
    }
  }

  /** All that is served where people are. */
  static List<Endpoint> endpoints(Api api, Sources sources, Pages pages) {
    return Stream.of(
            api.endpoints(),
            pages.endpoints(),
            new RecoveryPages(sources, pages.layout()).endpoints())
        .flatMap(List::stream)
        .toList();
  }

  private static WebContext context(ServiceAccess access, Guard guard, InstantSource clock) {
    return new WebContext(guard, access.audit(), access.defects(), clock);
  }

  /** Where page and API are, with the port that was given for 0. */
  String address() {
    return web.address();
  }

  @Override
  public void close() {
    monitors.ifPresent(WebServer::close);
    web.close();
  }
}
