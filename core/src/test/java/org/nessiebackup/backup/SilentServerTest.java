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
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.store.FolderStore;
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
      SampleCatalog.create(connection, "nessie", StoreType.JDBC2, CatalogShape.small());
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Operations operations() {
    ConnectionSettings settings =
        new ConnectionSettings(
            server.jdbcUrl(),
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test",
            new ConnectionLimits(SHORT, SHORT, SHORT, SHORT.dividedBy(5)));
    return new Operations(new FolderStore(folder), new Database(settings, work), work);
  }

  @Test
  void aServerThatFreezesEndsTheBackupAndTheLeaseIsGivenBack() throws Exception {
    Operations operations = operations();
    work.onAdvance(() -> signal("STOP"));
    try {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(operations::backup)
          .withMessageContaining("no sign of life")
          .matches(e -> e.failure() == Failure.CONNECTION)
          .matches(e -> e.hint().orElseThrow().contains("--server-timeout"));
    } finally {
      signal("CONT");
    }
    assertThat(operations.vault().leases().list()).isEmpty();
    assertThat(operations.vault().list()).isEmpty();
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
    Operations operations = operations();
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
