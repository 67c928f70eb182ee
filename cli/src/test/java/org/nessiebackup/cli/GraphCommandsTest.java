package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StoreType;
import tools.jackson.databind.JsonNode;

/** {@code verify --graph} and {@code check --graph}, against a server and a vault. */
class GraphCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;
  private static @TempDir Path folder;

  @BeforeAll
  static void start() throws SQLException {
    server = PostgresServer.start();
    server.createDatabase("lake");
    try (Connection connection = server.connect("lake")) {
      SampleCatalog.create(connection, "nessie", StoreType.JDBC2, CatalogShape.small());
      SampleCatalog.create(
          connection, "damaged", StoreType.JDBC2, CatalogShape.small().withoutOddities());
      SampleCatalog.create(
          connection, "old", StoreType.JDBC, CatalogShape.small().withoutOddities());
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM damaged.objs2 WHERE repo = '' AND obj_type = 'v'");
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ProgramRun run(String schema, String... args) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve(schema).toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("keys-" + schema).toString());
    environment.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("lake"));
    environment.put("NESSIE_BACKUP_USER", server.user());
    environment.put("NESSIE_BACKUP_SCHEMA", schema);
    return ProgramRun.of(environment, args);
  }

  private static JsonNode json(String schema, String command, String... args) {
    String[] all = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
    JsonNode summary = run(schema, all).summary();
    CONTRACT.holdsFor(summary, command);
    return summary;
  }

  private static void backUp(String schema) {
    run(schema, "init");
    assertThat(run(schema, "backup").status()).isZero();
  }

  @Test
  void catalogInABackupIsWalkedAndTheResultRemembered() {
    backUp("nessie");
    ProgramRun text = run("nessie", "verify", "latest", "--graph", "--jobs", "2");
    JsonNode graph = json("nessie", "verify", "verify", "latest", "--graph").path("graph");

    assertThat(text.status()).isZero();
    assertThat(text.out())
        .contains("graph    ok", "branch \"main\": ", "Nessie repository \"other\": ")
        .doesNotContain("DAMAGED", "int/refs");
    assertThat(graph.path("sound").asBoolean()).isTrue();
    assertThat(graph.path("repositories")).hasSize(2);
    assertThat(run("nessie", "list").out()).contains("graph");
  }

  @Test
  void damageInABackupSaysWhatIsLostAndEndsWith3() {
    backUp("damaged");
    ProgramRun text = run("damaged", "verify", "latest", "--graph");
    JsonNode graph = json("damaged", "verify", "verify", "latest", "--graph").path("graph");

    assertThat(text.status()).isEqualTo(3);
    assertThat(text.out())
        .contains(
            "graph    DAMAGED",
            "DAMAGED  branch \"main\": ",
            "; lost ",
            " more of content-missing");
    assertThat(graph.path("repositories").path(0).path("findings").path(0).path("kind").asString())
        .isEqualTo("content-missing");
    assertThat(run("damaged", "list").out()).contains("DAMAGED, graph");
  }

  @Test
  void liveCatalogIsWalkedAfterTheOtherChecks() {
    run("nessie", "init");
    ProgramRun whole = run("nessie", "check", "--graph");
    ProgramRun damaged = run("damaged", "check", "--graph");

    assertThat(whole.out()).contains("graph    ok");
    assertThat(damaged.status()).isEqualTo(3);
    assertThat(damaged.out()).contains("graph    DAMAGED");
    assertThat(json("damaged", "check", "check", "--graph").path("graph").path("findings").asInt())
        .isPositive();
  }

  @Test
  void catalogOfTheOldTypeIsSaidNotToBeWalked() {
    ProgramRun check = run("old", "check", "--graph");

    assertThat(check.out()).contains("graph    not checked: store type JDBC");
  }

  @Test
  void graphIsOfOneBackupAndWhole() {
    assertThat(run("nessie", "verify", "--all", "--graph").status()).isEqualTo(2);
    assertThat(run("nessie", "verify", "latest", "--quick", "--graph").status()).isEqualTo(2);
    assertThat(run("nessie", "check", "--kubernetes", "--graph").status()).isEqualTo(2);
  }
}
