package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command drill, its reports, and what status and metrics know afterwards. */
class DrillCommandTest {
  private static final JsonContract CONTRACT = JsonContract.read();

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static Map<String, String> environment;

  @BeforeAll
  static void makeBackup() throws SQLException {
    server = PostgresServer.start();
    try (Connection connection = server.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    environment =
        Map.of(
            "NESSIE_BACKUP_VAULT", folder.resolve("vault").toString(),
            "XDG_CONFIG_HOME", folder.resolve("keys").toString(),
            "NESSIE_BACKUP_JDBC_URL", server.jdbcUrl(),
            "NESSIE_BACKUP_USER", server.user());
    assertThat(run("init").status()).isZero();
    assertThat(run("backup").status()).isZero();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static ProgramRun run(String... args) {
    return ProgramRun.of(environment, args);
  }

  /** On the server that is there, which is faster than one of its own. */
  private static ProgramRun drill(String... args) {
    List<String> all = new ArrayList<>(List.of("drill", "--target-jdbc-url", server.jdbcUrl()));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  @Test
  void drillWritesItsReportsAndIsRememberedAndMeasured() throws IOException {
    Path page = folder.resolve("drill.html");
    Path document = folder.resolve("drill.json");
    Path metrics = folder.resolve("drill.prom");
    ProgramRun run =
        drill(
            "--json",
            "--report",
            page.toString(),
            "--report",
            document.toString(),
            "--metrics-file",
            metrics.toString());

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode summary = run.summary();
    CONTRACT.holdsFor(summary, "drill");
    assertThat(summary.path("passed").asBoolean()).isTrue();
    assertThat(JsonMapper.shared().readTree(Files.readString(document))).isEqualTo(summary);
    String backup = summary.path("backup_id").asString();
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("PASSED")
        .contains(backup)
        .contains(summary.at("/subject/members/0/manifest_sha256").asString())
        .contains("not proven")
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://");
    assertThat(Files.readString(metrics))
        .contains("nessie_backup_last_drill_passed{")
        .contains("nessie_backup_last_good_drill_timestamp_seconds{")
        .contains("phase=\"loading\"");

    JsonNode status = run("status", "--max-drill-age", "1d", "--json").summary();
    CONTRACT.holdsFor(status, "status");
    assertThat(status.at("/last_good_drill/id").asString()).isEqualTo(backup);
    assertThat(run("status").out()).contains("drill       passed, ").contains(", " + backup);
  }

  @Test
  void wrongKeyIsAFailedDrillWhichStatusKnows() throws IOException {
    Path vault = folder.resolve("other");
    Map<String, String> other =
        Map.of(
            "NESSIE_BACKUP_VAULT", vault.toString(),
            "XDG_CONFIG_HOME", folder.resolve("other-keys").toString(),
            "NESSIE_BACKUP_JDBC_URL", server.jdbcUrl(),
            "NESSIE_BACKUP_USER", server.user());
    ProgramRun.of(other, "init");
    ProgramRun.of(other, "backup");
    Path wrong;
    try (var keys = Files.walk(folder.resolve("keys"))) {
      wrong =
          keys.filter(file -> file.getFileName().toString().startsWith("identity"))
              .findFirst()
              .orElseThrow();
    }
    Path page = folder.resolve("failed.html");

    ProgramRun run =
        ProgramRun.of(
            other,
            "drill",
            "--target-jdbc-url",
            server.jdbcUrl(),
            "--identity",
            wrong.toString(),
            "--report",
            page.toString(),
            "--json");

    assertThat(run.status()).isEqualTo(3);
    CONTRACT.holdsFor(run.summary(), "drill");
    assertThat(run.summary().path("failed_step").asString()).isEqualTo("open");
    assertThat(Files.readString(page)).contains("FAILED").contains("not reached");
    ProgramRun status = ProgramRun.of(other, "status", "--max-drill-age", "1d", "--json");
    assertThat(status.status()).isEqualTo(14);
    assertThat(status.summary().path("findings"))
        .extracting(JsonNode::asString)
        .contains(
            "there is no drill that passed yet", "the newest drill has failed, at step \"open\"");
    assertThat(ProgramRun.of(other, "status").out())
        .contains("FAILED at open, ", "; none has passed");
  }

  @Test
  void drillThatIsNotToBeRecordedIsNot() {
    long before = drills();
    assertThat(drill("--no-record").status()).isZero();
    assertThat(drills()).isEqualTo(before);
  }

  private static long drills() {
    try (var files = Files.walk(folder.resolve("vault"))) {
      return files.filter(file -> file.toString().contains("/drills/")).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void targetSchemaThatIsThereIsRefusedAndNothingRemembered() {
    long before = drills();
    ProgramRun run = drill("--target-schema", "nessie");
    assertThat(run.status()).isEqualTo(13);
    assertThat(run.err()).contains("schema \"nessie\" is there already");
    assertThat(drills()).isEqualTo(before);
  }
}
