package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.Cancellation;
import org.nessiebackup.TableSet;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.ServedReplica;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.service.schedule.Schedules;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupSelector;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;
import tools.jackson.databind.node.ObjectNode;

/**
 * A catalog on a server of its own, one backup of it, and a service that looks at it all the time.
 */
final class ServedScene implements AutoCloseable {
  final PostgresServer server;
  final EncryptedVault vault;
  final TestContext work = new TestContext();
  final Fleet fleet;
  final Runs runs;
  final Schedules schedules;
  volatile boolean dying;
  private final EventLog events = new EventLog(Clock.systemUTC());
  private int seed = 500;

  ServedScene(
      Identity identity,
      PostgresOptions options,
      Optional<Duration> tipInterval,
      Optional<JournalOptions> journal)
      throws SQLException {
    this(identity, options, tipInterval, journal, Optional.empty());
  }

  ServedScene(
      Identity identity,
      PostgresOptions options,
      Optional<Duration> tipInterval,
      Optional<JournalOptions> journal,
      Optional<ServedReplica> replica)
      throws SQLException {
    vault = EncryptedVault.create(new MemoryStore(), identity);
    server = PostgresServer.start(options);
    try (Connection connection = server.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    backUp();
    fleet =
        new Fleet(
            List.of(new Sales(this::opened, database(), tipInterval, journal, replica)),
            events,
            work.context());
    runs = new Runs(new BackupRunner(), fleet.archive(), events, Clock.systemUTC(), 1);
    schedules =
        new Schedules(
            List.of(new CatalogSchedule("sales", ZoneOffset.UTC, Map.of())),
            fleet,
            runs,
            work.context());
    fleet.start(runs);
    schedules.start();
  }

  @Override
  public void close() {
    schedules.close();
    runs.close();
    fleet.close();
    server.close();
  }

  /** A catalog that is looked at all the time. */
  private record Sales(
      Supplier<Vault> opened,
      Database database,
      Optional<Duration> tipInterval,
      Optional<JournalOptions> journal,
      Optional<ServedReplica> replica)
      implements ServedCatalog {
    @Override
    public String name() {
      return "sales";
    }

    @Override
    public Vault vault() {
      return opened.get();
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public StatusOptions thresholds() {
      return new StatusOptions(Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String place() {
      return "memory";
    }

    @Override
    public Optional<String> schema() {
      return Optional.of("nessie");
    }

    @Override
    public Optional<TableSet> tables() {
      return Optional.empty();
    }

    @Override
    public String redacted(String message) {
      return message;
    }

    @Override
    public boolean seemsGone(String owner) {
      return false;
    }

    @Override
    public boolean readsBackups() {
      return false;
    }
  }

  /** Knows one command. */
  private final class BackupRunner implements CommandRunner {
    @Override
    public CommandResult run(
        Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation) {
      assertThat(command.name()).isEqualTo("backup");
      backUp();
      return new CommandResult(0, Optional.empty(), Optional.empty());
    }
  }

  private Vault opened() {
    if (dying && Thread.currentThread().getName().startsWith("references")) {
      throw new StackOverflowError("for a test");
    }
    return vault.open();
  }

  Database database() {
    return database(server);
  }

  static Database database(PostgresServer server) {
    return new Database(
        new ConnectionSettings(
            server.jdbcUrl(), Optional.of("postgres"), Optional.empty(), "nessie-backup test"));
  }

  Manifest backUp() {
    return new CatalogBackup(vault.open(), database(), work.context())
        .run(
            new BackupOptions(
                Optional.of("nessie"),
                Optional.empty(),
                1,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()))
        .manifest();
  }

  /** Commits; afterwards, it is so late on the server. */
  Instant commit() {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(2).withoutMilestones().withSeed(seed++));
      try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
        row.next();
        return row.getTimestamp(1).toInstant();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  RecoveryPoint newest() {
    return vault.open().points().find(new PointSelector.Named(BackupSelector.LATEST, true));
  }

  CatalogState state() {
    return fleet.state("sales").orElseThrow();
  }

  static void await(Supplier<Boolean> condition) {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.get()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
