package org.nessiebackup.service;

import java.net.InetSocketAddress;

/**
 * How the service is reached, and how much it does at once.
 *
 * @param listen where page and API are
 * @param runs how many runs are executed at the same time, whatever their catalogs
 */
public record ServiceOptions(InetSocketAddress listen, int runs) {
  /** Few enough for the memory of one process. */
  public static final int RUNS = 4;

  /** With the usual number of runs. */
  public ServiceOptions(InetSocketAddress listen) {
    this(listen, RUNS);
  }
}
