package org.nessiebackup.acceptance.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.acceptance.Deadline;
import org.nessiebackup.acceptance.Installation;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API over a real server and vault: every answer of real commands is as it is described. */
class ServiceApiTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static @TempDir Path folder;
  private static PostgresServer server;
  private static CommandRunner commands;
  private static String blind;
  private static RunningService service;
  private static ApiClient api;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start();
    CatalogDatabase database = CatalogDatabase.create(server, "served").filled();
    Path vault = folder.resolve("vault");
    commands = CommandRunner.of(database, server.port(), vault);
    commands.run("init").done();
    commands.run("backup").done();
    blind = settings("blind", "[catalogs.sales]\nvault = \"%s\"\n".formatted(vault));
    String seeing =
        settings(
            "seeing",
            """
            [catalogs.sales]
            vault = "%s"
            [catalogs.sales.serve]
            identity = "%s"
            """
                .formatted(vault, identity()));
    service = RunningService.start(commands.environment(), "--config", seeing);
    api = new ApiClient(service.address());
    awaitPoints(1);
  }

  private static String settings(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".toml"), text).toString();
  }

  /** Where init has put it. */
  private static Path identity() throws IOException {
    try (var files = Files.walk(folder.resolve("configuration"))) {
      return files
          .filter(file -> file.getFileName().toString().contains("identity"))
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow();
    }
  }

  private static void awaitPoints(int wanted) {
    Deadline.await(
        "points", LIMIT, () -> text("/api/v1/catalogs/sales").contains("\"points\":" + wanted));
  }

  private static String text(String path) {
    return api.get("", path.replace("/api/v1/catalogs/sales", ""), 200).toString();
  }

  @AfterAll
  static void stop() {
    api.close();
    service.close();
    server.close();
  }

  @Test
  void aRunIsStartedFollowedByEventsAndItsPointIsSeen() throws Exception {
    List<String> states = new ArrayList<>();
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(api.events(), StandardCharsets.UTF_8))) {
      String id =
          api.post("/runs", "{'command':'backup','tags':['followed']}", 202).get("id").asString();
      while (states.isEmpty() || !states.getLast().equals("done")) {
        String line = events.readLine();
        if (line.startsWith("data: {\"type\"")) {
          JsonNode event = JsonMapper.shared().readTree(line.substring("data: ".length()));
          api.checkEvent(event);
          if (event.at("/data/id").asString("").equals(id)) {
            states.add(event.at("/data/state").asString());
          }
        }
      }
      JsonNode run = api.get("/runs/{run}", "/runs/" + id, 200);
      String point = run.at("/summary/backup_id").asString();
      Deadline.await(
          "the point",
          LIMIT,
          () -> api.get("/points", "/points?limit=1", 200).toString().contains(point));
      assertThat(api.get("/points", "/points", 200).at("/points/0/tags/0").asString())
          .isEqualTo("followed");
    }
    assertThat(states).contains("running").last().isEqualTo("done");
  }

  @Test
  void whatCommandsSayIsWhatIsDescribed() {
    api.get("/status", "/status", 200);
    api.get("/tips", "/tips", 200);
    api.get("/points/{point}", "/points/latest", 200);
    api.get("/points/{point}", "/points/20200101T000000Z-0000", 404);
    String table = table();
    for (String point : List.of("latest", "live")) {
      api.get("/points/{point}/refs", "/points/" + point + "/refs", 200);
      api.get("/points/{point}/log", "/points/" + point + "/log?ref=main&limit=3", 200);
      api.get("/points/{point}/cat", "/points/" + point + "/cat?ref=main&key=" + table, 200);
    }
    api.get("/points/{point}/ls", "/points/latest/ls?ref=nowhere", 404);
    api.get("/points/{point}/diff", "/points/latest/diff?with=live", 200);
    api.get("/find-change", "/find-change?key=" + table, 200);
  }

  private static String table() {
    for (JsonNode entry :
        api.get("/points/{point}/ls", "/points/live/ls?ref=main", 200).get("entries")) {
      if (entry.path("type").asString("").equals("ICEBERG_TABLE")) {
        return entry.get("key").asString();
      }
    }
    throw new AssertionError("no table");
  }

  @Test
  void whatRunsComeToIsWhatIsDescribed() {
    for (String request :
        List.of(
            "{'command':'verify','depth':'quick'}",
            "{'command':'verify','depth':'graph','points':['latest']}",
            "{'command':'check'}",
            "{'command':'keep','point':'latest','reason':'it is the first'}",
            "{'command':'prune'}",
            "{'command':'undo'}",
            "{'command':'restore-ref','point':'latest','ref':'main'}")) {
      String id = api.post("/runs", request, 202).get("id").asString();
      Deadline.await(
          request,
          LIMIT,
          () ->
              api.get("/runs/{run}", "/runs/" + id, 200)
                  .get("state")
                  .asString()
                  .matches("done|failed"));
    }
    api.get("/runs", "/runs", 200);
    Deadline.await(
        "the point that was proven",
        LIMIT,
        () ->
            api.get("/points", "/points", 200)
                .get("points")
                .valueStream()
                .anyMatch(point -> point.at("/verified/depth").asString("").equals("graph")));
    api.get("/points/last-good", "/points/last-good", 200);
  }

  @Test
  void plansOfCommandsAreWhatIsDescribed() {
    assertThat(api.post("/plans", "{'command':'prune'}", 200).get("execute").asString())
        .startsWith("nessie-backup prune");
    api.post("/plans", "{'command':'restore','point':'latest'}", 200);
    // There is nothing to take back, and no second vault.
    api.post("/plans", "{'command':'undo'}", 404);
    api.post("/plans", "{'command':'copy'}", 400);
  }

  @Test
  void commandsOfTheDocumentWork() throws Exception {
    String document = Files.readString(Installation.home().resolve("docs/api.md"));
    List<String> lines = new ArrayList<>();
    for (String line : document.replace("\\\n", " ").lines().toList()) {
      if (line.startsWith("curl ")) {
        lines.add(line);
      }
    }
    assertThat(lines).hasSizeGreaterThan(10);
    for (String line : lines) {
      Path said = folder.resolve("curl.txt");
      Process shell =
          new ProcessBuilder(
                  "/bin/bash",
                  "-o",
                  "pipefail",
                  "-c",
                  line.replace("http://127.0.0.1:8080", service.address()))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(shell.waitFor(2, TimeUnit.MINUTES)).as(line).isTrue();
      boolean endless = line.contains("--max-time");
      assertThat(shell.exitValue()).as(line + Files.readString(said)).isEqualTo(endless ? 28 : 0);
    }
  }

  @Test
  void withoutAnIdentityTheHintIsTheCommandToRunByHand() {
    try (RunningService other = RunningService.start(commands.environment(), "--config", blind);
        ApiClient asked = new ApiClient(other.address())) {
      JsonNode error = asked.get("/points/{point}/refs", "/points/latest/refs", 409);
      assertThat(error.get("code").asString()).isEqualTo("key-missing");
      assertThat(error.get("hint").asString())
          .contains("nessie-backup refs latest --catalog sales --identity FILE");
      Deadline.await(
          "the service that has looked", LIMIT, () -> asked.get("", "", 200).has("points"));
      JsonNode drill = asked.post("/runs", "{'command':'drill'}", 409);
      assertThat(drill.get("hint").asString())
          .contains("nessie-backup drill --catalog sales --identity FILE");
      assertThat(asked.press("action=drill", 409).get("hint").asString())
          .contains("nessie-backup drill latest --catalog sales --identity FILE");
    }
  }
}
