package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be seen of a run by who looks for a cause. */
class DiagnosticLogTest {
  private static final String ROLE = "watched";
  private static final String PASSWORD = "9qzk7wsx4edc";
  private static PostgresServer server;

  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeAll
  static void startServer() throws SQLException {
    server = PostgresServer.start(PostgresOptions.defaults().withPasswordUser(ROLE, PASSWORD));
    try (Connection connection = server.connect()) {
      connection.createStatement().execute("ALTER ROLE " + ROLE + " SUPERUSER");
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeVault() {
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", String.valueOf(server.port()));
    environment.put("PGDATABASE", "postgres");
    environment.put("PGUSER", ROLE);
    environment.put("PGPASSWORD", PASSWORD);
    assertThat(ProgramRun.of(environment, "init", "-q").status()).isZero();
  }

  @Test
  void nothingIsLoggedUnlessSomebodyLooks() {
    assertThat(ProgramRun.of(environment, "backup").err()).isEmpty();
  }

  @Test
  void verboseSaysStepsObjectsAndConnections() {
    ProgramRun run = ProgramRun.of(environment, "backup", "-v");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("backup ").doesNotContain("stored \"");
    assertThat(run.err())
        .contains(" step: ")
        .contains(" done: ")
        .contains(" connected to ")
        .containsPattern("stored \"backups/[^\"]+/manifest.json\", \\d+ bytes in \\d+\\.\\d{3} s")
        .doesNotContain("SELECT");
    assertThat(run.err().lines())
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*"));
  }

  @Test
  void debugSaysStatementsAndNoPassword() {
    ProgramRun run = ProgramRun.of(environment, "backup", "--debug");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .containsPattern("set time limits in \\d+\\.\\d{3} s: SET statement_timeout = 0")
        .contains("stored \"backups/")
        .doesNotContain(PASSWORD);
  }

  @Test
  void theEnvironmentAsksAsTheCommandLineDoes() {
    environment.put("NESSIE_BACKUP_VERBOSE", "true");

    assertThat(ProgramRun.of(environment, "list").err()).contains("listed \"backups/\"");
  }

  @Test
  void whoAsksForMoreGetsItThoughQuietIsInTheEnvironment() {
    environment.put("NESSIE_BACKUP_QUIET", "true");

    assertThat(ProgramRun.of(environment, "list").err()).isEmpty();
    assertThat(ProgramRun.of(environment, "list", "-v").err()).contains("listed \"backups/\"");
  }

  @Test
  void quietLeavesErrors() {
    ProgramRun run = ProgramRun.of(environment, "show", "latest", "--quiet");

    assertThat(run.status()).isNotZero();
    assertThat(run.err()).startsWith("error: ");
  }

  @Test
  void linesAreDocumentsForCollectorsOfLogs() {
    JsonContract contract = JsonContract.read();
    ProgramRun run =
        ProgramRun.of(environment, "backup", "--debug", "--log-format", "json", "--json");
    List<JsonNode> lines = run.err().lines().map(JsonMapper.shared()::readTree).toList();

    lines.forEach(contract::holdsForMessage);
    assertThat(lines)
        .filteredOn(line -> line.path("message_type").asString().equals("detail"))
        .extracting(line -> line.path("level").asString())
        .contains("verbose", "debug");
    assertThat(run.summary().path("command").asString()).isEqualTo("backup");
  }

  @Test
  void documentsOnStandardOutputStayWhatTheyAre() {
    ProgramRun run = ProgramRun.of(environment, "list", "--json", "-v");

    assertThat(run.documents()).hasSize(1);
    assertThat(run.err()).contains("listed \"backups/\"");
  }

  @Test
  void librariesAreHeardWhileSomebodyListens() {
    Logger library = Logger.getLogger("org.example.library");
    StringBuilder heard = new StringBuilder();
    Progress listening = new Listening(heard);
    library.log(Level.INFO, "before");
    LibraryLogs.passTo(
        listening,
        () -> {
          library.log(Level.INFO, "opened {0}", "a connection");
          library.log(Level.FINE, "Authorization: Bearer abcdefgh");
          return 0;
        });
    library.log(Level.INFO, "after");

    assertThat(heard).hasToString("org.example.library: opened a connection\n");
  }

  private record Listening(StringBuilder heard) implements Progress {
    @Override
    public void step(String name, long totalBytes) {}

    @Override
    public void advanced(long rows, long bytes) {}

    @Override
    public void warning(String message) {}

    @Override
    public void detail(Detail level, java.util.function.Supplier<String> message) {
      heard.append(message.get()).append('\n');
    }
  }
}
