package org.nessiebackup.acceptance.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandResult;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.acceptance.Deadline;
import org.nessiebackup.acceptance.LaunchedCommand;
import org.nessiebackup.sandbox.FreePort;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import tools.jackson.databind.JsonNode;

/** A service that is killed in the middle of what a schedule wants, and started again. */
class KilledServiceTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Due on New Year's Day, and missed since. */
  private static final String MISSED = "0 0 1 1 *";

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static CommandRunner commands;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
    CatalogDatabase database = CatalogDatabase.create(server, "killed").filled();
    Path vault = folder.resolve("vault");
    Vault.create(
        new FolderStore(vault),
        new NewVault(
            UUID.randomUUID().toString(),
            Instant.parse("2025-01-01T00:00:00Z"),
            "test",
            List.of(),
            Optional.empty()));
    commands = CommandRunner.of(database, server.port(), vault);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A service in a process of its own. */
  private record Service(LaunchedCommand process, ApiClient api) implements AutoCloseable {
    /** Starts it with these schedules and no others. */
    static Service start(List<String> tasks) throws IOException {
      List<String> lines = new ArrayList<>(List.of("[catalogs.sales.serve]"));
      lines.add("tip-interval = \"off\"");
      for (String task : List.of("full", "incremental", "prune", "verify", "check", "copy")) {
        String when = tasks.contains(task) ? MISSED : "off";
        lines.add("%s-schedule = \"%s\"".formatted(task, when));
      }
      lines.add("[catalogs.sales.copy]");
      lines.add("to = \"%s\"".formatted(folder.resolve("copy")));
      lines.add("");
      Path settings = Files.write(folder.resolve("config.toml"), lines);
      int port = FreePort.find();
      LaunchedCommand process =
          commands.launch(
              "serve", "--config", settings.toString(), "--listen", "127.0.0.1:" + port);
      try {
        Deadline.await("the service", LIMIT, () -> listens(port));
        return new Service(process, new ApiClient("http://127.0.0.1:" + port));
      } catch (AssertionError e) {
        process.close();
        throw e;
      }
    }

    private static boolean listens(int port) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException notYet) {
        return false;
      }
    }

    /** The runs of a task, the newest first. */
    List<JsonNode> runs(String task) {
      JsonNode runs = api.get("/runs", "/runs", 200).get("runs");
      return StreamSupport.stream(runs.spliterator(), false)
          .filter(run -> run.at("/origins/0/task").asString("").equals(task))
          .toList();
    }

    List<String> states(String task) {
      return runs(task).stream().map(run -> run.get("state").asString()).toList();
    }

    @Override
    public void close() {
      api.close();
      process.close();
    }
  }

  @Test
  void runsAreDoneOnceThoughTheirServiceWasKilled() throws IOException {
    assertDoneOnce(List.of("full", "copy"));
  }

  @Tag("thorough")
  @Test
  void eachKindOfRunIsDoneOnceThoughItsServiceWasKilled() throws IOException {
    assertDoneOnce(List.of("full", "copy", "verify", "prune", "check"));
  }

  private static void assertDoneOnce(List<String> kinds) throws IOException {
    List<String> tasks = new ArrayList<>();
    for (String task : kinds) {
      tasks.add(task);
      try (Service service = Service.start(tasks)) {
        Deadline.await(
            task + " begins",
            LIMIT,
            () -> service.states(task).stream().anyMatch(state -> !state.equals("queued")));
        service.process().kill();
      }
      // The next service would lead by itself within a minute, for which no test waits.
      commands.run("unlock", "--force", "--yes").done();
    }
    tasks.add("incremental");
    try (Service service = Service.start(tasks)) {
      Deadline.await(
          "all is done", LIMIT, () -> kinds.stream().allMatch(task -> settled(service, task)));
      assertThat(service.states("incremental")).as("served by the full one").isEmpty();
      for (String task : kinds) {
        assertThat(service.states(task))
            .as("%s: %s", task, service.runs(task))
            .areAtMost(1, new Condition<>("done"::equals, "done"))
            .isSubsetOf("done", "lost");
      }
      CommandResult listed = commands.run("list", "--json").done();
      assertThat(listed.summary().get("backups").size()).isEqualTo(1);
      CommandResult copied =
          commands.run("list", "--vault", folder.resolve("copy").toString(), "--json").done();
      assertThat(copied.summary().at("/backups/0/id"))
          .isEqualTo(listed.summary().at("/backups/0/id"));
      service.process().signal("TERM");
      assertThat(service.process().ended(TimeUnit.SECONDS.toMillis(25))).isTrue();
    }
  }

  /** Done, or lost after its backup was there, which is as good. */
  private static boolean settled(Service service, String task) {
    List<String> states = service.states(task);
    boolean done = states.contains("done");
    boolean nextYear =
        StreamSupport.stream(
                service.api().get("", "", 200).at("/schedule/next").spliterator(), false)
            .filter(next -> next.get("task").asString().equals(task))
            .anyMatch(next -> Instant.parse(next.get("at").asString()).isAfter(Instant.now()));
    return nextYear && (done || task.equals("full"));
  }
}
