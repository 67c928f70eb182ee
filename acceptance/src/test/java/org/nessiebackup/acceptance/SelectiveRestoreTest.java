package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One branch, one tag, some tables: brought back while the real Nessie serves and eight clients
 * commit. Everything is in one backup, and was lost after it.
 */
class SelectiveRestoreTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CLIENTS = 8;
  private static final List<String> BRANCHES =
      List.of("dev", "purged", "dropped", "moved", "walked", "interrupted", "lost");
  private static final List<String> TABLES =
      List.of("tables", "tables-2", "tables-3", "tables-4", "tables-5");

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static CatalogDatabase database;
  private static NessieServer nessie;
  private static NessieClient client;
  private static CommandRunner commands;
  private static String backup;

  private static final Map<String, List<JsonNode>> LOGS = new HashMap<>();
  private static final Map<String, Map<String, JsonNode>> CONTENTS = new HashMap<>();

  @BeforeAll
  static void loseThings() throws NessieClient.ConflictException {
    server = PostgresServer.start();
    database = CatalogDatabase.create(server, "lake");
    CommandRunner plain = CommandRunner.of(database, server.port(), folder.resolve("vault"));
    plain.run("init").done();
    try (NessieServer first = NessieServer.start(database, folder)) {
      client = first.client();
      populate();
      backup = plain.run("backup", "--json").done().summary().get("backup_id").asString();
      lose();
    }
    // Cleaned up, and served by a Nessie that has none of it in its cache.
    cleanUp();
    nessie = NessieServer.start(database, folder);
    client = nessie.client();
    commands = plain.with("NESSIE_BACKUP_NESSIE_URL", nessie.address().toString());
  }

  @AfterAll
  static void stop() {
    nessie.close();
    server.close();
  }

  private static void populate() throws NessieClient.ConflictException {
    NessieClient.Reference main = client.putNamespace(client.reference("main"), "shop");
    for (int i = 0; i < 3; i++) {
      main = client.putTable(main, "shop", "orders_" + i, i);
    }
    main = client.putNamespace(main, "sales");
    main = client.putTable(main, "sales", "orders", 1);
    main = client.putTable(main, "sales", "items", 1);
    for (String name : BRANCHES) {
      NessieClient.Reference branch = client.create("BRANCH", name, main);
      branch = client.putNamespace(branch, name);
      for (int i = 0; i < 20; i++) {
        branch = client.putTable(branch, name, "t" + i % 7, i);
      }
      client.create("TAG", "tag-of-" + name, branch);
    }
    for (String name : TABLES) {
      NessieClient.Reference branch = client.create("BRANCH", name, main);
      branch = client.putNamespace(branch, "old");
      branch = client.putTable(branch, "old", "gone", 1);
      branch = client.putTable(branch, "old", "replaced", 2);
      branch = client.put(branch, view(), "old", "view");
      client.put(branch, function(), "old", "function");
    }
    for (String name : client.references().keySet()) {
      LOGS.put(name, client.log(name));
      CONTENTS.put(name, client.contents(name));
    }
  }

  private static ObjectNode view() {
    ObjectNode view = JSON.createObjectNode().put("type", "ICEBERG_VIEW");
    return view.put("metadataLocation", "s3://lake/view.json")
        .put("versionId", 1)
        .put("schemaId", 1);
  }

  private static ObjectNode function() {
    ObjectNode function = JSON.createObjectNode().put("type", "UDF");
    return function
        .put("metadataLocation", "s3://lake/udf.json")
        .put("versionId", "1")
        .put("signatureId", "1");
  }

  private static void lose() throws NessieClient.ConflictException {
    for (String name :
        List.of(
            "dev",
            "tag-of-dev",
            "purged",
            "tag-of-purged",
            "dropped",
            "tag-of-dropped",
            "lost",
            "tag-of-lost",
            "interrupted",
            "tag-of-interrupted")) {
      client.delete(client.reference(name));
    }
    client.putTable(client.reference("main"), "sales", "orders", 666);
    client.drop(client.reference("main"), "sales", "items");
    NessieClient.Reference moved = client.reference("moved");
    String main = LOGS.get("main").getFirst().get("commitMeta").get("hash").asString();
    for (String name : List.of("moved", "tag-of-moved")) {
      client.assign(client.reference(name), main);
    }
    client.putTable(client.reference("moved"), "shop", "later", 77);
    assertThat(moved.hash()).isNotEqualTo(main);
    for (String name : TABLES) {
      NessieClient.Reference branch = client.reference(name);
      branch = client.putTable(branch, "shop", "orders_1", 666);
      branch = client.drop(branch, "old", "gone");
      branch = client.drop(branch, "old", "view");
      branch = client.drop(branch, "old", "function");
      branch = client.drop(branch, "old", "replaced");
      if (name.equals("tables-3")) {
        client.putTable(branch, "old", "replaced", 999);
      } else {
        client.drop(branch, "old");
      }
    }
  }

  /** What only those that are lost had is deleted, as Nessie's own clean-up does. */
  private static void cleanUp() {
    for (String name : List.of("purged", "moved", "lost", "interrupted")) {
      for (JsonNode entry : LOGS.get(name)) {
        String hash = entry.get("commitMeta").get("hash").asString();
        if (LOGS.get("main").stream()
            .noneMatch(each -> each.get("commitMeta").get("hash").asString().equals(hash))) {
          database.execute(
              "DELETE FROM nessie.objs2 WHERE obj_id = '\\x%s'::bytea".formatted(hash));
        }
      }
      for (JsonNode entry : CONTENTS.get(name).values()) {
        JsonNode content = entry.get("content");
        if (content.path("metadataLocation").asString("").contains("/" + name + "/")) {
          database.execute(
              "DELETE FROM nessie.objs2 WHERE obj_type = 'v' AND position('%s'::bytea IN obj_value) > 0"
                  .formatted(content.get("id").asString()));
        }
      }
    }
  }

  private static void assertWhole(String name, String as) {
    assertThat(client.log(as)).isEqualTo(LOGS.get(name));
    assertThat(client.contents(as)).isEqualTo(CONTENTS.get(name));
  }

  private static CommandResult restoreReference(String... arguments) {
    return run("restore-ref", arguments);
  }

  private static CommandResult restoreTable(String... arguments) {
    return run("restore-table", arguments);
  }

  private static CommandResult run(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command, backup));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--yes", "--json"));
    return commands.run(words.toArray(String[]::new)).withoutDefect();
  }

  /** Branches on which eight clients commit, the first one of which all of them know. */
  private static List<String> busyBranches(String first) {
    List<String> names = new ArrayList<>(List.of(first));
    IntStream.range(1, CLIENTS).mapToObj(number -> first + "-client-" + number).forEach(names::add);
    Map<String, NessieClient.Reference> there = client.references();
    names.stream()
        .filter(name -> !there.containsKey(name))
        .forEach(name -> client.create("BRANCH", name, there.get("main")));
    return names;
  }

  /** None of what the clients commit may be lost, and none of them may hear of us. */
  private static void whileClientsCommit(List<String> branches, Runnable deed) {
    try (BusyClients clients = BusyClients.start(client, branches)) {
      clients.awaitCommits(10);
      deed.run();
      clients.awaitCommits(10);
      clients.stop();
      assertThat(clients.errors()).isEmpty();
      assertThat(clientCommits(branches)).isEqualTo(clients.commits());
    }
  }

  private static long clientCommits(List<String> branches) {
    return branches.stream()
        .flatMap(name -> client.log(name).stream())
        .map(entry -> entry.get("commitMeta").get("message").asString())
        .filter(message -> message.startsWith("put shop.client"))
        .count();
  }

  @Test
  void deletedBranchComesBackWithItsWholeLogWhileClientsCommit() {
    String head = LOGS.get("purged").getFirst().get("commitMeta").get("hash").asString();
    // A Nessie that remembers what it has not found would go on not finding it.
    assertThat(client.knows(head)).isFalse();
    JsonNode plan = restoreReference("purged", "--dry-run").done().summary().get("plan");
    assertThat(plan.get("commits").asInt()).isEqualTo(LOGS.get("purged").size());
    assertThat(plan.get("missing_objects").asInt()).isGreaterThan(20);
    assertThat(plan.has("now")).isFalse();
    List<String> branches = busyBranches("busy");
    whileClientsCommit(
        branches,
        () -> {
          JsonNode done = restoreReference("purged").done().summary();
          assertThat(done.get("added_objects").asInt())
              .isEqualTo(plan.get("missing_objects").asInt());
        });
    assertWhole("purged", "purged");
    JsonNode again = restoreReference("purged").done().summary();
    assertThat(again.get("added_objects").asInt()).isZero();
    restoreReference("tag-of-purged").done();
    assertWhole("tag-of-purged", "tag-of-purged");
  }

  @Test
  void deletedBranchWhoseObjectsAreStillThereNeedsNone() {
    JsonNode done = restoreReference("dropped").done().summary();
    assertThat(done.get("added_objects").asInt()).isZero();
    assertWhole("dropped", "dropped");
  }

  @Test
  void runThatEndedBeforeNessieWasAskedIsTakenUpByTheNext() {
    try (NessieGate gate = NessieGate.shut(nessie)) {
      CommandResult failed =
          commands
              .with("NESSIE_BACKUP_NESSIE_URL", gate.address())
              .run("restore-ref", backup, "interrupted", "--yes")
              .exited(1)
              .withoutDefect();
      assertThat(failed.err()).contains("cannot create \"interrupted\"");
    }
    assertThat(client.references()).doesNotContainKey("interrupted");
    JsonNode plan = restoreReference("interrupted", "--dry-run").done().summary().get("plan");
    assertThat(plan.get("missing_objects").asInt()).isZero();
    restoreReference("interrupted").done();
    assertWhole("interrupted", "interrupted");
  }

  @Test
  void branchThatSomebodyMovesMeanwhileStaysWhereTheyMovedIt() {
    client.create("BRANCH", "contested", client.reference("main"));
    try (NessieGate gate =
        NessieGate.before(nessie, () -> putTable("contested", "shop", "quick", 1))) {
      CommandResult refused =
          commands
              .with("NESSIE_BACKUP_NESSIE_URL", gate.address())
              .run("restore-ref", backup, "walked", "--as", "contested", "--yes")
              .exited(13)
              .withoutDefect();
      assertThat(refused.err())
          .contains("refuses to assign \"contested\"")
          .contains("run the command again");
    }
    assertThat(client.contents("contested")).containsKey("[\"shop\",\"quick\"]");
    restoreReference("walked", "--as", "contested").done();
    assertWhole("walked", "contested");
  }

  @Test
  void movedBranchGoesBackAndSaysWhatItLoses() {
    NessieClient.Reference now = client.reference("moved");
    CommandResult shown = commands.run("restore-ref", backup, "moved", "--dry-run").done();
    assertThat(shown.out()).contains("put shop.later", "1 lost", "shop.later", "moved.t3");
    JsonNode plan = restoreReference("moved", "--dry-run").done().summary().get("plan");
    assertThat(plan.get("commits_lost").asInt()).isEqualTo(1);
    assertThat(plan.get("commits_gained").asInt()).isEqualTo(21);
    assertThat(plan.get("now").get("commit").asString()).isEqualTo(now.hash());
    JsonNode done = restoreReference("moved").done().summary();
    assertThat(done.get("before").get("commit").asString()).isEqualTo(now.hash());
    assertWhole("moved", "moved");
    restoreReference("tag-of-moved").done();
    assertWhole("tag-of-moved", "tag-of-moved");
  }

  @Test
  void earlierStateIsFoundByTimeAndByCommit() {
    JsonNode third = LOGS.get("walked").get(2).get("commitMeta");
    JsonNode second = LOGS.get("walked").get(1).get("commitMeta");
    Instant moment = Instant.parse(second.get("commitTime").asString()).minusNanos(1000);
    String hash = third.get("hash").asString();
    restoreReference("walked", "--to", moment.toString(), "--as", "by-time").done();
    restoreReference("walked", "--to", hash.substring(0, 12), "--as", "by-commit").done();
    for (String name : List.of("by-time", "by-commit")) {
      assertThat(client.reference(name).hash()).isEqualTo(hash);
      assertThat(client.log(name))
          .isEqualTo(LOGS.get("walked").subList(2, LOGS.get("walked").size()));
    }
    restoreReference("walked", "--to", "2001-01-01").exited(1);
    restoreReference("walked", "--to", "abcdef012345").exited(1);
    restoreReference("nobody").exited(1);
    CommandResult other = restoreReference("tag-of-walked", "--as", "main").exited(13);
    assertThat(other.err()).contains("is a branch now, and a tag in the backup");
  }

  @Test
  void tablesComeBackInOneCommitWhileClientsCommitToTheBranch()
      throws NessieClient.ConflictException {
    List<String> branches = busyBranches("tables");
    int before = client.log("tables").size();
    whileClientsCommit(
        branches,
        () -> {
          JsonNode done = restoreTable("tables", "shop.orders_1", "old").done().summary();
          assertThat(done.get("restored"))
              .extracting(JsonNode::asString)
              .containsExactly(
                  "old", "old.function", "old.gone", "old.replaced", "old.view", "shop.orders_1");
        });
    long commits = clientCommits(List.of("tables"));
    assertThat(client.log("tables")).hasSize((int) (before + commits + 1));
    Map<String, JsonNode> now = client.contents("tables");
    CONTENTS.get("tables").forEach((key, entry) -> assertThat(now).containsEntry(key, entry));
    assertThat(client.log("tables"))
        .extracting(entry -> entry.get("commitMeta").get("message").asString())
        .filteredOn(message -> message.startsWith("Restore "))
        .singleElement()
        .asString()
        .contains("Restore shop.orders_1 and 1 more from backup " + backup + ": tables at commit ");
    assertThat(client.references().keySet())
        .noneMatch(name -> name.startsWith("nessie-backup-restore-"));
    assertThat(restoreTable("tables", "old").done().summary().get("restored")).isEmpty();
  }

  @Test
  void tableThatWasOverwrittenGoesBackInAnOrdinaryCommit() {
    JsonNode plan =
        restoreTable("tables-2", "shop.orders_1", "--dry-run").done().summary().get("plan");
    assertThat(plan.get("keys").get(0).get("change").asString()).isEqualTo("back");
    restoreTable("tables-2", "shop.orders_1").done();
    assertThat(client.contents("tables-2").get("[\"shop\",\"orders_1\"]"))
        .isEqualTo(CONTENTS.get("tables-2").get("[\"shop\",\"orders_1\"]"));
  }

  @Test
  void tableInWhosePlaceAnotherOneCameIsReplacedByForceOnly() {
    NessieClient.Reference before = client.reference("tables-3");
    CommandResult refused = restoreTable("tables-3", "old").exited(13);
    assertThat(refused.err()).contains("old.replaced").contains("--force");
    assertThat(client.reference("tables-3")).isEqualTo(before);
    List<String> branches = busyBranches("tables-3");
    whileClientsCommit(
        branches,
        () -> {
          restoreTable("tables-3", "old", "--force").done();
        });
    Map<String, JsonNode> now = client.contents("tables-3");
    for (String name : List.of("gone", "replaced", "view", "function")) {
      String key = "[\"old\",\"%s\"]".formatted(name);
      assertThat(now).containsEntry(key, CONTENTS.get("tables-3").get(key));
    }
  }

  @Test
  void tableOfOneBranchIsBroughtOntoAnother() {
    client.create("BRANCH", "repair", client.reference("main"));
    restoreTable("tables-4", "old.gone", "--onto", "repair").done();
    assertThat(client.contents("repair").get("[\"old\",\"gone\"]"))
        .isEqualTo(CONTENTS.get("tables-4").get("[\"old\",\"gone\"]"));
    assertThat(client.contents("repair"))
        .containsKey("[\"old\"]")
        .doesNotContainKey("[\"old\",\"view\"]");
    restoreTable("tables-4", "old.nothing").exited(1);
    restoreTable("tables-4", "old.gone", "--onto", "nobody").exited(1);
    restoreTable("tables-4", "old.gone", "--onto", "tag-of-walked").exited(2);
  }

  @Test
  void tableThatSomebodyChangesMeanwhileKeepsTheChange() {
    for (String key : List.of("shop.orders_1", "old.gone")) {
      String[] names = key.split("\\.");
      if (names[0].equals("old")) {
        restoreTable("tables-5", "old.view").done();
      }
      try (NessieGate gate =
          NessieGate.before(nessie, () -> putTable("tables-5", names[0], names[1], 4711))) {
        CommandResult refused =
            commands
                .with("NESSIE_BACKUP_NESSIE_URL", gate.address())
                .run("restore-table", backup, "tables-5", key, "--yes")
                .exited(13)
                .withoutDefect();
        assertThat(refused.err()).contains(key);
      }
      JsonNode now = client.contents("tables-5").get("[\"%s\",\"%s\"]".formatted((Object[]) names));
      assertThat(now.get("content").get("snapshotId").asInt()).isEqualTo(4711);
    }
    assertThat(client.references().keySet())
        .noneMatch(name -> name.startsWith("nessie-backup-restore-"));
  }

  @Test
  void tableOfACommitThatNessieHasLostComesBackByWayOfItsBranch() {
    client.create("BRANCH", "repair-2", client.reference("main"));
    CommandResult refused = restoreTable("lost", "lost.t1", "--onto", "repair-2").exited(13);
    assertThat(refused.err()).contains("restore-ref").contains("lost --as NAME");
    restoreReference("lost", "--as", "lost-again").done();
    restoreTable("lost", "lost.t1", "--onto", "repair-2").done();
    assertThat(client.contents("repair-2").get("[\"lost\",\"t1\"]"))
        .isEqualTo(CONTENTS.get("lost").get("[\"lost\",\"t1\"]"));
  }

  @Test
  void documentedCommandsWork() throws IOException {
    int number = 0;
    for (Path document : DocumentedCommandsTest.documents()) {
      for (DocumentedCommand command : DocumentedCommand.in(Files.readString(document))) {
        if (command.isForANessie()) {
          String text = command.text().replace("http://nessie:19120", nessie.address().toString());
          String[] words = text.replace("\\\n", " ").strip().split("\\s+", -1);
          CommandResult result = commands.run(Arrays.copyOfRange(words, 1, words.length));
          assertThat(result.exitCode())
              .as("%s, line %d: %s", document, command.line(), result)
              .isEqualTo(command.exitCode());
          number++;
        }
      }
    }
    assertThat(number).isGreaterThan(5);
    assertThat(client.contents("main").get("[\"sales\",\"items\"]"))
        .isEqualTo(CONTENTS.get("main").get("[\"sales\",\"items\"]"));
  }

  private static void putTable(String branch, String namespace, String name, long snapshot) {
    try {
      client.putTable(client.reference(branch), namespace, name, snapshot);
    } catch (NessieClient.ConflictException e) {
      throw new AssertionError(e);
    }
  }
}
