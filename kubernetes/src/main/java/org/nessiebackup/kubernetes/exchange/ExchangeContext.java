package org.nessiebackup.kubernetes.exchange;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;

/**
 * The cluster and the database in which work is done. Each is reached in two ways: one that a
 * request to stop ends, for all that comes before the exchange; and one that goes on regardless,
 * for what must not be left half done.
 */
public final class ExchangeContext implements AutoCloseable {
  private final Cluster cluster;
  private final Cluster uninterruptibleCluster;
  private final Database database;
  private final Progress progress;
  private final WorkContext interruptible;
  private final WorkContext uninterruptible;

  /**
   * Sets up the connections. Nothing is sent yet.
   *
   * @param sleepers how to wait: {@code Sleeper::stoppedBy}, except in tests
   */
  public ExchangeContext(
      ClusterOptions options,
      Database database,
      WorkContext context,
      Function<Cancellation, Sleeper> sleepers) {
    this.database = database;
    this.progress = context.progress();
    this.interruptible = context.uncounted();
    this.uninterruptible = interruptible.withCancellation(new Cancellation());
    this.cluster =
        Cluster.connect(options, interruptible, sleepers.apply(interruptible.cancellation()));
    this.uninterruptibleCluster =
        Cluster.connect(options, uninterruptible, sleepers.apply(uninterruptible.cancellation()));
  }

  /** The cluster, until somebody asks to stop. */
  public Cluster cluster() {
    return cluster;
  }

  Cluster uninterruptibleCluster() {
    return uninterruptibleCluster;
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** A session of the database for work that a request to stop does not end. */
  public Session open() {
    return database.open(uninterruptible.cancellation());
  }

  /**
   * Where a catalog is.
   *
   * @param missing answers where there is none in the schema
   */
  public CatalogLocation catalog(
      String schema, Function<BackupException, CatalogLocation> missing) {
    try (Session session = database.open(interruptible.cancellation())) {
      return CatalogFinder.find(session, StoreType.tableSets(), Optional.of(schema));
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND) {
        throw e;
      }
      return missing.apply(e);
    }
  }

  /** The tables that an exchange has moved aside, if they are there. */
  public Optional<KeptTables> kept(RestoreId exchange) {
    try (Session session = open()) {
      return KeptCatalog.list(session).stream()
          .filter(each -> each.schema().equals(exchange.keptSchema()))
          .findFirst();
    }
  }

  /** Tells people that a step begins; on the way back none is counted. */
  void tell(ExchangeStep step) {
    if (step != ExchangeStep.GOING_BACK) {
      progress.part(step.number(), ExchangeStep.GOING_BACK.number() - 1);
    }
  }

  /** For work that a request to stop ends. */
  public WorkContext interruptible() {
    return interruptible;
  }

  /** For work that a request to stop does not end. */
  public WorkContext uninterruptible() {
    return uninterruptible;
  }

  /** The current time. */
  public Instant now() {
    return interruptible.clock().instant();
  }

  @Override
  public void close() {
    cluster.close();
    uninterruptibleCluster.close();
  }
}
