package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;

/** The shipped drill with the real Nessie, ended in good order, stopped, and killed. */
class DrillTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static @TempDir Path place;
  private static PostgresServer server;
  private static CommandRunner commands;

  private Path work;

  @BeforeAll
  static void backUp() throws SQLException, IOException {
    // As root the throw-away server runs under another account, which has to get there.
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx--x--x"));
    server = PostgresServer.start();
    CatalogDatabase database = CatalogDatabase.create(server, "lake");
    try (Connection connection = database.connect()) {
      CatalogShape shape = new CatalogShape(200, 3, 60, 40, 7, List.of("", "other"));
      SampleCatalog.create(connection, CatalogDatabase.SCHEMA, shape);
    }
    database.execute(
        "ALTER TABLE nessie.refs2 OWNER TO nessie", "ALTER TABLE nessie.objs2 OWNER TO nessie");
    commands = CommandRunner.of(database, server.port(), place.resolve("vault"));
    commands.run("init").done();
    commands.run("backup").done();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeFolder() throws IOException {
    work = Files.createTempDirectory(place, "work-");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private LaunchedCommand launch(Path folder, boolean withNessie) {
    Stream<String> nessie =
        withNessie ? Stream.of("--nessie-jar", Installation.nessie().toString()) : Stream.of();
    return commands.launch(
        Stream.concat(
                Stream.of("drill", "--json", "--seed", "7", "--work-folder", folder.toString()),
                nessie)
            .toArray(String[]::new));
  }

  @Test
  void realNessieServesEachRepositoryOfTheCopyAndAllIsRemembered() {
    JsonNode drill = launch(work, true).result().done().summary();

    assertThat(drill.path("passed").asBoolean()).isTrue();
    assertThat(outcome(drill, "nessie")).isEqualTo("proven");
    assertThat(outcome(drill, "references")).isEqualTo("proven");
    assertThat(outcome(drill, "contents")).isEqualTo("proven");
    assertThat(step(drill, "contents").path("summary").asString())
        .contains("are those of the restored rows");
    assertThat(drill.at("/nessie/version").asString()).startsWith("0.");
    assertThat(drill.at("/nessie/repositories"))
        .extracting(JsonNode::asString)
        .containsExactly("", "other");
    JsonNode status = commands.run("status", "--json").done().summary();
    assertThat(status.at("/last_good_drill/id")).isEqualTo(drill.path("backup_id"));
    assertNothingLeft();
  }

  @Test
  void stoppedDrillEndsItsServersAndRemovesAll() {
    try (LaunchedCommand drill = launch(work, true)) {
      awaitNessie(drill);
      drill.signal("TERM");

      CommandResult result = drill.result().withoutDefect();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
    }
    assertNothingLeft();
  }

  @Tag("thorough")
  @Test
  void killedDrillLeavesWhatTheNextOneClears() {
    try (LaunchedCommand drill = launch(work, true)) {
      awaitNessie(drill);
      drill.kill();
    }
    assertThat(work).isNotEmptyDirectory();

    JsonNode next = launch(work, false).result().done().summary();

    assertThat(next.path("warnings"))
        .extracting(JsonNode::asString)
        .anyMatch(each -> each.contains("which a killed drill had left"));
    assertNothingLeft();
  }

  @Test
  void diskThatIsTooSmallFailsTheDrillAndGivesTheRoomBack() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=16m,mode=711", "tmpfs", work.toString()),
        "a small file system cannot be mounted by this user");
    try {
      CommandResult result = launch(work, false).result().exited(3);

      assertThat(result.summary().path("failed_step").asString()).isEqualTo("database");
      assertThat(step(result.summary(), "database").toString())
          .contains("No space left")
          .contains("--work-folder");
      assertNothingLeft();
    } finally {
      assertThat(run("umount", work.toString())).isTrue();
    }
  }

  private static JsonNode step(JsonNode drill, String name) {
    return drill
        .path("steps")
        .valueStream()
        .filter(each -> each.path("step").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String outcome(JsonNode drill, String name) {
    return step(drill, name).path("outcome").asString();
  }

  /** Until its log is there. */
  private void awaitNessie(LaunchedCommand drill) {
    Deadline.await(
        "Nessie's start",
        LONG,
        () -> {
          assertThat(drill.ended(1)).as("the drill has ended").isFalse();
          return nessieLog().isPresent();
        });
  }

  private Optional<Path> nessieLog() {
    try (Stream<Path> folders = Files.list(work)) {
      for (Path folder : folders.toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          Optional<Path> log = files.filter(file -> file.toString().endsWith(".log")).findFirst();
          if (log.isPresent()) {
            return log;
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Neither files nor processes. */
  private void assertNothingLeft() {
    assertThat(work).isEmptyDirectory();
    Deadline.await(
        "the end of all servers",
        LONG,
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(
                    each -> each.info().commandLine().orElse("").contains(work + "/nessie")));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
