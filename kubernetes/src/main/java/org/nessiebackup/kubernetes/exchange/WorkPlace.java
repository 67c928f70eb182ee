package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.nessiebackup.Cancellation;
import org.nessiebackup.WorkContext;
import org.nessiebackup.kubernetes.Cluster;
import org.nessiebackup.kubernetes.ClusterOptions;
import org.nessiebackup.kubernetes.Pace;
import org.nessiebackup.postgres.Database;

/**
 * The cluster and the database in which work is done. Each is reached in two ways: one that a
 * request to stop ends, for all that comes before the exchange; and a steady one that goes on
 * regardless, for what must not be left half done.
 */
public final class WorkPlace implements AutoCloseable {
  private final Cluster cluster;
  private final Cluster steadyCluster;
  private final Database database;
  private final WorkContext context;
  private final WorkContext steady;
  private final Pace pace;

  private WorkPlace(
      ClusterOptions options,
      Database database,
      WorkContext context,
      Function<Cancellation, Pace> paces) {
    this.database = database;
    this.context = context;
    this.steady = context.withCancellation(new Cancellation());
    this.pace = paces.apply(steady.cancellation());
    this.cluster = Cluster.connect(options, context, paces.apply(context.cancellation()));
    this.steadyCluster = Cluster.connect(options, steady, pace);
  }

  /**
   * Sets up the connections. Nothing is sent yet.
   *
   * @param paces how to wait: {@code Pace::real}, except in tests
   */
  public static WorkPlace open(
      ClusterOptions options,
      Database database,
      WorkContext context,
      Function<Cancellation, Pace> paces) {
    return new WorkPlace(options, database, context, paces);
  }

  /** The cluster, until somebody asks to stop. */
  public Cluster cluster() {
    return cluster;
  }

  Cluster steadyCluster() {
    return steadyCluster;
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** For work that a request to stop ends. */
  public WorkContext context() {
    return context;
  }

  /** For work that a request to stop does not end. */
  public WorkContext steady() {
    return steady;
  }

  Instant now() {
    return context.clock().instant();
  }

  /** Looks again and again, whatever is asked; false if it did not hold within the limit. */
  boolean await(Duration limit, Duration every, BooleanSupplier condition) {
    Instant end = now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (!now().isBefore(end)) {
        return false;
      }
      pace.pause(every);
    }
    return true;
  }

  @Override
  public void close() {
    cluster.close();
    steadyCluster.close();
  }
}
