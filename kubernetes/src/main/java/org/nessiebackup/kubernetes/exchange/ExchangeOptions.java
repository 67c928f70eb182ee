package org.nessiebackup.kubernetes.exchange;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Secret;
import org.nessiebackup.kubernetes.lease.LeaseIntervals;
import org.nessiebackup.kubernetes.workload.ScaleTimeouts;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;

/**
 * How an exchange treats Nessie.
 *
 * @param query which workload runs it
 * @param pauseToo CronJobs that must pause besides those that say so themselves
 * @param nessie how its API is reached
 * @param stopFirst whether it stops before anything else
 * @param autoUndo whether the catalog is rolled back if Nessie does not come back with it
 * @param terms how long things may take
 */
public record ExchangeOptions(
    WorkloadQuery query,
    List<String> pauseToo,
    Api nessie,
    boolean stopFirst,
    boolean autoUndo,
    Terms terms) {
  /** For the only Nessie of the namespace. */
  public static final ExchangeOptions DEFAULT =
      new ExchangeOptions(WorkloadQuery.ANY, List.of(), Api.DEFAULT, false, true, Terms.DEFAULT);

  /** Copies the list. */
  public ExchangeOptions {
    pauseToo = List.copyOf(pauseToo);
  }

  /**
   * How Nessie's API is reached.
   *
   * @param address where it is; found without
   * @param token what it wants as bearer token
   * @param repository the Nessie repository that it serves; empty for most
   */
  public record Api(Optional<URI> address, Optional<Secret> token, String repository) {
    /** Found, without a token, for the usual repository. */
    public static final Api DEFAULT = new Api(Optional.empty(), Optional.empty(), "");
  }

  /**
   * How long things may take.
   *
   * @param scaling Nessie's stop and start
   * @param lease the lease of the workload
   * @param sessions until the last database session has ended, after the last pod has
   */
  public record Terms(ScaleTimeouts scaling, LeaseIntervals lease, Duration sessions) {
    /** The parts' own defaults, and half a minute for sessions. */
    public static final Terms DEFAULT =
        new Terms(ScaleTimeouts.DEFAULT, LeaseIntervals.DEFAULT, Duration.ofSeconds(30));

    /** With another time for Nessie's start, and for its API's first answer. */
    public Terms startingWithin(Duration start) {
      return new Terms(new ScaleTimeouts(scaling.stop(), start, scaling.poll()), lease, sessions);
    }
  }
}
