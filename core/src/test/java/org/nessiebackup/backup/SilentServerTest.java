package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.ConnectionLimits;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.swap.StagedRestore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;

/** A server that does not answer, or whose tables are not given, is not waited for for ever. */
class SilentServerTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static PostgresServer server;

  private final TestContext work = new TestContext();
  private @TempDir Path folder;

  @BeforeAll
  static void start() throws SQLException {
    server =
        PostgresServer.start(
            PostgresOptions.defaults().withSetting("max_prepared_transactions", "2"));
    try (Connection connection = server.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database(), work);
  }

  private Database database() {
    return database(SHORT);
  }

  private Database database(Duration limit) {
    return new Database(
        new ConnectionSettings(
            server.jdbcUrl(),
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test",
            new ConnectionLimits(limit, limit, limit, limit.dividedBy(5))),
        work);
  }

  @Test
  void aServerThatFreezesEndsTheBackupAndTheLeaseIsGivenBack() throws Exception {
    Operations operations = operations();
    work.onAdvance(() -> signal("STOP"));
    try {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(operations::backup)
          // Whichever sees it first: a session at work, or one that is being made beside it.
          .withMessageMatching("(?s).*(no sign of life|it does not answer).*")
          .matches(e -> e.failure() == Failure.CONNECTION)
          .matches(
              e ->
                  e.hint()
                      .orElseThrow()
                      .contains(
                          e.getMessage().contains("no sign of life")
                              ? "--server-timeout"
                              : "--connect-timeout"));
    } finally {
      signal("CONT");
    }
    assertThat(operations.vault().leases().list()).isEmpty();
    assertThat(operations.vault().backups().list()).isEmpty();
  }

  @Test
  void aServerThatIsFrozenWhileALoginIsAnsweredIsNotWaitedForEither() {
    signal("STOP");
    try {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> database().open(work.cancellation()))
          .matches(e -> e.failure() == Failure.CONNECTION);
    } finally {
      signal("CONT");
    }
  }

  @Test
  void aLockThatIsNotGivenEndsTheBackupAndNamesWhoHoldsIt() throws SQLException {
    try (Connection holder = server.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SET application_name = 'migration'");
      statement.execute("LOCK TABLE nessie.refs2 IN ACCESS EXCLUSIVE MODE");
      String who = "\"migration\", idle in transaction, transaction since ";

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(operations()::backup)
          .withMessageContaining(who)
          .withMessageEndingWith(" UTC, LOCK")
          .matches(e -> e.failure() == Failure.LOCKED)
          .matches(e -> e.hint().orElseThrow().contains("--lock-timeout"));
      assertThat(work.warnings())
          .anyMatch(text -> text.startsWith("waiting for a lock") && text.contains(who));
      holder.rollback();
    }
  }

  @Test
  void aMissingSynchronousStandbyIsToldAndOnlyTheSwapWaitsForIt() throws Exception {
    Operations operations = operations();
    operations.backup();
    execute("ALTER SYSTEM SET synchronous_standby_names = 'gone'", "SELECT pg_reload_conf()");
    try {
      RestorePlan plan = operations.plan();
      assertThat(plan.warnings())
          .anyMatch(text -> text.startsWith("commits wait for 1 of the standbys"));
      StagedRestore staged = operations.restore().stage(plan);
      assertThat(work.warnings()).noneMatch(text -> text.contains("synchronous standby"));
      CompletableFuture<RestoreReport> swapped =
          CompletableFuture.supplyAsync(() -> operations.restore().swap(staged, true));
      while (work.warnings().stream().noneMatch(text -> text.contains("synchronous standby"))) {
        assertThat(swapped).isNotCompletedExceptionally();
        LockSupport.parkNanos(1_000_000);
      }
      execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
      assertThat(swapped.get().keptSchema()).isPresent();
    } finally {
      execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
    }
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aTransactionThatIsOlderThanTheTablesIsNamedAsTheReasonForFullBackups() throws SQLException {
    execute(
        "BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION 'left behind'",
        "ALTER TABLE nessie.objs2 ADD COLUMN newer int",
        "ALTER TABLE nessie.objs2 DROP COLUMN newer");
    try {
      Operations operations = operations();
      operations.backup();
      BackupReport second =
          new CatalogBackup(operations.vault(), database(), work.context())
              .run(
                  new BackupOptions(
                      Optional.empty(),
                      Optional.empty(),
                      1,
                      false,
                      BackupOptions.Wanted.AUTO,
                      Optional.empty(),
                      List.of()));
      assertThat(second.fullReason()).contains(BackupReport.FullReason.TRANSACTION_OPEN);
      assertThat(work.warnings())
          .anyMatch(text -> text.contains("prepared transaction \"left behind\""));
    } finally {
      execute("ROLLBACK PREPARED 'left behind'");
    }
  }

  @Test
  void aPreparedTransactionThatHoldsTheLockIsNamed() throws SQLException {
    try (Connection holder = server.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("LOCK TABLE nessie.refs2 IN ACCESS EXCLUSIVE MODE");
      statement.execute("PREPARE TRANSACTION 'forgotten'");

      try {
        assertThatExceptionOfType(BackupException.class)
            .isThrownBy(operations()::backup)
            .withMessageContaining("prepared transaction \"forgotten\" of role \"postgres\"")
            .matches(e -> e.failure() == Failure.LOCKED);
      } finally {
        statement.execute("ROLLBACK PREPARED 'forgotten'");
      }
    }
  }

  @Test
  void aRequestToStopEndsABackupThatWaitsForAFrozenServer() throws Exception {
    // Nothing but the request may end it, however long the signal takes on a busy machine.
    Operations operations =
        new Operations(new FolderStore(folder), database(SHORT.multipliedBy(10)), work);
    work.onAdvance(
        () -> {
          signal("STOP");
          work.cancellation().request();
        });
    try {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(operations::backup)
          .matches(e -> e.failure() == Failure.INTERRUPTED);
    } finally {
      signal("CONT");
    }
    assertThat(operations.vault().leases().list()).isEmpty();
  }

  /** To the server and all its processes. */
  private static void signal(String name) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    ProcessHandle main = ProcessHandle.of(server.processId()).orElseThrow();
    Stream.concat(Stream.of(main), main.descendants())
        .forEach(each -> command.add(Long.toString(each.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
