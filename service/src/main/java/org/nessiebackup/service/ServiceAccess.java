package org.nessiebackup.service;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.service.http.WebOptions;
import org.nessiebackup.service.security.Audit;
import org.nessiebackup.service.security.Authentication;
import org.nessiebackup.service.security.NoAuthentication;

/**
 * How the service is reached, by whom, and who is told of it.
 *
 * @param web where page and API are
 * @param monitors where health and metrics are, for who needs no login; empty for nowhere
 * @param authentication how people and programs show who they are
 * @param audit hears who has asked for what
 * @param defects hears what should not have happened
 */
public record ServiceAccess(
    WebOptions web,
    Optional<WebOptions> monitors,
    Authentication authentication,
    Audit audit,
    Consumer<Throwable> defects) {
  /** For this machine, without a login. */
  public static ServiceAccess local(InetSocketAddress listen) {
    return new ServiceAccess(
        WebOptions.of(listen), Optional.empty(), new NoAuthentication(), entry -> {}, defect -> {});
  }
}
