package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
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
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.CatalogOddities;
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
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
      SampleCatalog.create(connection, "damaged", CatalogShape.small());
      SampleCatalog.create(connection, "grown", CatalogShape.small());
      SampleCatalog.create(connection, "torn", CatalogShape.small());
      StoreType.JDBC.create(connection, "old", CatalogShape.small());
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
  void anIncrementalBackupIsWalkedAsItIsRestored() throws SQLException {
    backUp("grown");
    try (Connection connection = server.connect("lake")) {
      SampleCatalog.grow(connection, "grown", CatalogShape.small().withCommits(12));
      try (Statement statement = connection.createStatement()) {
        // What Nessie does when somebody stores an object again.
        statement.execute("UPDATE grown.objs2 SET obj_ref = 4711 WHERE obj_type = 'c'");
      }
    }
    assertThat(run("grown", "backup").out()).contains("incremental");

    JsonNode walked = json("grown", "verify", "verify", "latest", "--graph").path("graph");
    JsonNode live = json("grown", "check", "check", "--graph").path("graph");

    assertThat(walked.path("sound").asBoolean()).isTrue();
    assertThat(walked.path("repositories")).isEqualTo(live.path("repositories"));
  }

  @Test
  void aBackupThatIsNotWholeIsNotWalked() throws IOException {
    backUp("torn");
    try (Stream<Path> files = Files.walk(folder.resolve("torn"))) {
      Path segment =
          files.filter(file -> file.endsWith("refs2-0000.copy.zst.age")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      bytes[bytes.length / 2] ^= 1;
      Files.delete(segment);
      Files.write(segment, bytes);
    }

    ProgramRun text = run("torn", "verify", "latest", "--graph");
    JsonNode summary = json("torn", "verify", "verify", "latest", "--graph");

    assertThat(text.status()).isEqualTo(3);
    assertThat(text.out()).contains("DAMAGED", "refs2-0000").doesNotContain("graph");
    assertThat(summary.has("graph")).isFalse();
    assertThat(run("torn", "list").out()).contains("DAMAGED");
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

  /** Of one that is not, the archive of classes would have little. */
  @Test
  void theCatalogWithWhichTheArchiveOfClassesIsMadeIsWhole() throws URISyntaxException {
    Path dump =
        Path.of(
            GraphCommandsTest.class
                .getResource("/org/nessiebackup/cli/warmup/warm-up.sql")
                .toURI());
    run("warm-up", "init");

    assertThat(run("warm-up", "import", dump.toString(), "--schema", "nessie").status()).isZero();
    assertThat(run("warm-up", "verify", "latest", "--graph").out())
        .contains("graph    ok", "branch \"etl/job-0\": 4 commits, 1 table");
    assertThat(run("warm-up", "log", "latest", "etl/job-0").status()).isZero();
  }

  @Test
  void graphIsOfOneBackupAndWhole() {
    assertThat(run("nessie", "verify", "--all", "--graph").status()).isEqualTo(2);
    assertThat(run("nessie", "verify", "latest", "--quick", "--graph").status()).isEqualTo(2);
    assertThat(run("nessie", "check", "--kubernetes", "--graph").status()).isEqualTo(2);
  }
}
