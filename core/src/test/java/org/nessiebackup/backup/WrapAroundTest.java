package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.InstalledServer;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.TransactionNumbers;
import org.nessiebackup.testing.StockProgram;
import org.nessiebackup.testing.TestDatabase;

/**
 * Numbers of transactions have 32 bits in rows and begin again. {@code pg_resetwal} of an installed
 * server brings a throw-away cluster close to that moment; the tests then live through it.
 */
class WrapAroundTest {
  private static final long JUST_BEFORE = (1L << 32) - 300;

  private final IncrementalScene scene = new IncrementalScene();

  @Test
  void incrementalBackupsGoOnWhenTheNumbersOfTransactionsBeginAgain() throws Exception {
    try (PostgresServer server = start()) {
      try (Connection connection = server.connect()) {
        SampleCatalog.create(connection, "nessie", CatalogOddities.small());
      }
      // Never more than half of the circle at once, and old rows frozen before: as time would do.
      for (long next : List.of(1_900_000_000L, 3_700_000_000L, JUST_BEFORE)) {
        freeze(server);
        TransactionNumbers.skipTo(server, next);
      }
      freeze(server);
      assertThat(backUp(server).fullReason()).isPresent();
      List<Long> numbers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        execute(
            server,
            "INSERT INTO nessie.objs2 (repo, obj_id, obj_type) VALUES ('new %d', '\\x01', 'v')"
                .formatted(i));
        execute(
            server,
            "UPDATE nessie.objs2 SET obj_ref = %d WHERE repo = 'new %d'".formatted(i, i / 2));
        if (i == 3) {
          freeze(server);
        }
        BackupReport report = backUp(server);
        assertThat(report.fullReason()).isEmpty();
        assertSame(server, report.manifest());
        numbers.add(number(server));
        for (int burnt = 0; burnt < 60; burnt++) {
          number(server);
        }
      }
      assertThat(numbers.getFirst()).isLessThan(1L << 32);
      assertThat(numbers.getLast()).isGreaterThan(1L << 32);
    }
  }

  private static PostgresServer start() throws Exception {
    byte[] answer =
        StockProgram.require("pg_config").run(new byte[0], "--bindir").succeeded().output();
    Path programs = Path.of(new String(answer, StandardCharsets.UTF_8).strip());
    Assumptions.assumeTrue(
        Files.isExecutable(programs.resolve("pg_resetwal"))
            && Files.isExecutable(programs.resolve("initdb")),
        "no server is installed");
    return InstalledServer.start(
        programs.getParent(), PostgresOptions.defaults().withSetting("autovacuum", "off"));
  }

  private BackupReport backUp(PostgresServer server) {
    return scene.backUp(TestDatabase.databaseOf(server), Wanted.AUTO, Optional.empty());
  }

  private static void assertSame(PostgresServer server, Manifest backup) {
    Manifest full =
        new IncrementalScene()
            .backUp(TestDatabase.databaseOf(server), Wanted.FULL, Optional.empty())
            .manifest();
    TableEntry expected = full.table("objs2").orElseThrow();
    TableEntry found = backup.table("objs2").orElseThrow();
    assertThat(found.wholeRows()).isEqualTo(expected.rows());
    assertThat(expected.digest()).endsWith(found.changes().orElseThrow().digestTail());
  }

  private static void freeze(PostgresServer server) throws SQLException {
    execute(server, "UPDATE pg_database SET datallowconn = true");
    for (String name : List.of("postgres", "template0", "template1")) {
      try (Connection connection = server.connect(name);
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM (FREEZE)");
      }
    }
  }

  private static long number(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
      result.next();
      return Long.parseLong(result.getString(1));
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
