package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.CuttingProxy;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.VaultSeed;

/** A primary with a catalog, a newer server for its replica, and the link between them. */
final class ReplicaPair implements AutoCloseable {
  static final String SLOT = "nessie_backup_replica_standby";
  private static final int COMMITS_BEFORE = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long BETWEEN_LOOKS = 2_000_000;
  private static final PostgresOptions LOGICAL =
      PostgresOptions.defaults().withSetting("wal_level", "logical");

  private static final WorkContext WORK =
      new WorkContext(
          "nessie-backup benchmarks",
          "nessie-backup benchmarks",
          Clock.systemUTC(),
          Progress.NONE,
          new Cancellation());

  private final Identity identity = EncryptedVault.identity();
  private final EncryptedVault vault = EncryptedVault.create(new MemoryStore(), identity);
  private final PostgresServer primary;
  private final PostgresServer replica;
  private final CuttingProxy link;

  private ReplicaPair(PostgresServer primary, PostgresServer replica, CuttingProxy link) {
    this.primary = primary;
    this.replica = replica;
    this.link = link;
  }

  static ReplicaPair start(ServerChoice choice) throws SQLException, IOException {
    PostgresServer primary = choice.start(LOGICAL);
    primary.createDatabase(Workbench.DATABASE);
    try (Connection connection = primary.connect(Workbench.DATABASE)) {
      SampleCatalog.create(
          connection, CatalogSource.SCHEMA, CatalogShape.benchmark(COMMITS_BEFORE));
    }
    PostgresServer replica = PostgresServer.start(LOGICAL);
    replica.createDatabase(Workbench.DATABASE);
    return new ReplicaPair(primary, replica, CuttingProxy.before(primary.port()));
  }

  PostgresServer primary() {
    return primary;
  }

  PostgresServer replica() {
    return replica;
  }

  CuttingProxy link() {
    return link;
  }

  static String url(PostgresServer server) {
    return server.jdbcUrl(Workbench.DATABASE) + "?currentSchema=" + CatalogSource.SCHEMA;
  }

  Database primaryDatabase() {
    return database(primary);
  }

  private static Database database(PostgresServer server) {
    return new Database(
        new ConnectionSettings(
            url(server), Optional.of(server.user()), Optional.empty(), "nessie-backup benchmarks"));
  }

  /** The replica, with the vault's keys. */
  CatalogReplica catalog() {
    return new CatalogReplica(
        () -> vault.open(identity),
        primaryDatabase(),
        database(replica),
        new ReplicaOptions(
            ReplicaOptions.DEFAULT_NAME,
            Optional.of(CatalogSource.SCHEMA),
            Optional.empty(),
            new ReplicaOptions.Link(
                Optional.of(
                    "host=127.0.0.1 port=%d dbname=%s user=%s"
                        .formatted(link.port(), Workbench.DATABASE, primary.user())),
                Optional.empty()),
            new ReplicaOptions.Limits(1L << 30, true)),
        WORK);
  }

  /** Makes it; seconds until it has everything. */
  double create(ReplicaOptions.Target target) {
    long begin = System.nanoTime();
    CatalogReplica catalog = catalog();
    catalog.create(
        catalog.planCreate(target),
        target,
        new VaultSeed(vault.open(identity), primaryDatabase(), database(replica), WORK));
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Seconds until the replica has all that is committed now. */
  double lag() throws SQLException {
    try (Connection connection = primary.connect(Workbench.DATABASE)) {
      return lag(connection);
    }
  }

  /** The same in a session of the caller's. */
  double lag(Connection connection) throws SQLException {
    long begin = System.nanoTime();
    String mark =
        one(connection, "SELECT pg_logical_emit_message(true, 'nessie-backup', 'benchmark')");
    String reached =
        "SELECT confirmed_flush_lsn >= '%s'::pg_lsn FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(mark, SLOT);
    while (!one(connection, reached).equals("t")) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the replica does not catch up: " + catalog().status(Duration.ZERO));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Bytes of its log that the primary keeps for the replica; empty if there is no slot. */
  Optional<Long> retained(Connection connection) throws SQLException {
    String bytes =
        one(
            connection,
            "SELECT max(pg_current_wal_insert_lsn() - restart_lsn)::bigint FROM pg_replication_slots WHERE slot_name = '%s'"
                .formatted(SLOT));
    return Optional.ofNullable(bytes).map(Long::valueOf);
  }

  static String one(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    link.close();
    replica.close();
    primary.close();
  }
}
