package org.nessiebackup.service;

import java.net.InetSocketAddress;

/**
 * How the service is reached, and how much it does at once.
 *
 * @param access where page and API are, and for whom
 * @param runs how many runs are executed at the same time, whatever their catalogs
 */
public record ServiceOptions(ServiceAccess access, int runs) {
  /** Few enough for the memory of one process. */
  public static final int RUNS = 4;

  /** For this machine, without a login, with the usual number of runs. */
  public ServiceOptions(InetSocketAddress listen) {
    this(ServiceAccess.local(listen), RUNS);
  }
}
