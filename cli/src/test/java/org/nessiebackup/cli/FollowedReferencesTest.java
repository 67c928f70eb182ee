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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.TableSet;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.Folders;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.TipState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.fleet.Verdict;
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

/** What a service keeps safe between backups, whatever happens to the server meanwhile. */
class FollowedReferencesTest {
  private final Identity identity = EncryptedVault.identity();
  private final EncryptedVault vault = EncryptedVault.create(new MemoryStore(), identity);
  private final TestContext work = new TestContext();
  private final EventLog events = new EventLog(Clock.systemUTC());
  private PostgresServer server;
  private Fleet fleet;
  private Runs runs;
  private Schedules schedules;
  private volatile boolean dying;
  private int seed = 500;

  @BeforeEach
  void serve() throws SQLException {
    server = PostgresServer.start();
    try (Connection connection = server.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    backUp();
    fleet = new Fleet(List.of(new Sales(this::opened, database())), events, work.context());
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

  @AfterEach
  void close() {
    schedules.close();
    runs.close();
    fleet.close();
    server.close();
  }

  /** A catalog that is looked at all the time. */
  private record Sales(Supplier<Vault> opened, Database database) implements ServedCatalog {
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
    public Optional<Duration> tipInterval() {
      return Optional.of(Duration.ofMillis(20));
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
    if (dying && Thread.currentThread().getName().startsWith("tips")) {
      throw new StackOverflowError("for a test");
    }
    return vault.open();
  }

  private Database database() {
    return database(server);
  }

  private static Database database(PostgresServer server) {
    return new Database(
        new ConnectionSettings(
            server.jdbcUrl(), Optional.of("postgres"), Optional.empty(), "nessie-backup test"));
  }

  private Manifest backUp() {
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
  private Instant commit() {
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

  private RecoveryPoint newest() {
    return vault.open().points().find(new PointSelector.Named(BackupSelector.LATEST, true));
  }

  private Optional<TipState> followed() {
    return fleet.state("sales").orElseThrow().tips();
  }

  /** Until the service says that all is safe, which the vault then has. */
  private RecoveryPoint.Tip awaitTipAfter(Instant committed) {
    awaitSafe(committed);
    assertThat(newest()).isInstanceOf(RecoveryPoint.Tip.class);
    return (RecoveryPoint.Tip) newest();
  }

  private void awaitSafe(Instant committed) {
    await(
        () ->
            followed()
                .flatMap(TipState::safeAsOf)
                .filter(at -> !at.isBefore(committed))
                .isPresent());
  }

  private static void await(Supplier<Boolean> condition) {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.get()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void commitsAreSafeWithoutABackupAndAfterARestartOfTheServerWithOne() {
    RecoveryPoint.Tip first = awaitTipAfter(commit());
    assertThat(first.last().objects()).isPresent();
    assertThat(runs.list("sales")).as("runs that nobody needs").isEmpty();

    server.restart();
    // A backup is asked for, as that of before is of another start.
    await(() -> vault.open().backups().list().size() == 2);
    RecoveryPoint.Tip second = awaitTipAfter(commit());
    assertThat(second.backup().id()).isNotEqualTo(first.backup().id());
    assertThat(followed().orElseThrow().waiting()).isEmpty();
    assertThat(runs.list("sales")).hasSize(1);
  }

  @Test
  void tipsFollowTheNewestBackupWhoeverTookIt() throws InterruptedException {
    awaitTipAfter(commit());
    Manifest other = backUp();
    assertThat(fleet.refreshed("sales", Duration.ofSeconds(30))).isTrue();
    await(
        () -> {
          awaitTipAfter(commit());
          return newest().backup().id().equals(other.id());
        });
    assertThat(runs.list("sales")).isEmpty();
  }

  @Test
  void errorIsSaidAndReferencesAreFollowedAgain() {
    awaitTipAfter(commit());
    dying = true;
    server.restart();
    await(() -> followed().flatMap(TipState::trouble).filter(this::isDefect).isPresent());
    dying = false;

    awaitSafe(commit());
    assertThat(followed().flatMap(TipState::trouble)).isEmpty();
  }

  private boolean isDefect(Trouble trouble) {
    return trouble.message().contains("a defect") && trouble.message().contains("for a test");
  }

  @Test
  void whatWasSafeWhenTheDatabaseWasLostIsInTheServerThatFollows() throws Exception {
    awaitTipAfter(commit());
    String lost = references(server);
    server.killHard();
    Folders.delete(server.dataFolder());
    await(() -> fleet.state("sales").orElseThrow().database().trouble().isPresent());

    assertThat(
            Verdict.of(
                fleet.state("sales").orElseThrow(),
                runs.list("sales"),
                Instant.now().plus(Duration.ofSeconds(5))))
        .satisfies(
            verdict -> {
              assertThat(verdict.sentence()).contains("the database cannot be reached since");
              assertThat(verdict.safeAsOf()).isEqualTo(followed().flatMap(TipState::safeAsOf));
            });
    try (PostgresServer next = PostgresServer.start()) {
      CatalogRestore restore =
          new CatalogRestore(vault.open(identity), database(next), work.context());
      restore.execute(restore.plan(new RestoreOptions("latest", Optional.empty(), 2, false)));
      assertThat(references(next)).isEqualTo(lost);
    }
  }

  private static String references(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(r::text, ' ' ORDER BY r.repo, r.ref_name) FROM nessie.refs2"
                    + " r")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void closedServiceLeavesNoSessionBehind() throws SQLException {
    awaitTipAfter(commit());
    schedules.close();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      await(
          () -> {
            try (ResultSet row =
                statement.executeQuery(
                    "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'nessie-backup%'")) {
              row.next();
              return row.getInt(1) == 0;
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    assertThat(followed().flatMap(TipState::trouble)).as("an end is no trouble").isEmpty();
  }
}
