package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
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

/** Looking into encrypted backups, in both forms, with the exit status. Nothing is changed. */
class BrowseCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;
  private static @TempDir Path folder;
  private static EncryptedCatalog catalog;
  private static String first;
  private static String second;

  @BeforeAll
  static void backUpTwice() throws SQLException {
    server = PostgresServer.start();
    catalog = new EncryptedCatalog(server, folder);
    catalog.done("init");
    first = catalog.backup();
    try (Connection connection =
        server.connect(
            catalog
                .environment()
                .get("NESSIE_BACKUP_JDBC_URL")
                .replaceAll(".*/([^/?]+)(\\?.*)?$", "$1"))) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(12).withoutMilestones().withSeed(77));
    }
    second = catalog.backup();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static JsonNode json(String command, String... arguments) {
    ProgramRun run =
        catalog.run(
            Stream.concat(
                    Stream.of(command), Stream.concat(Stream.of(arguments), Stream.of("--json")))
                .toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    CONTRACT.holdsFor(run.summary(), command);
    assertThat(run.status()).isEqualTo(run.summary().path("exit_code").asInt());
    return run.summary();
  }

  @Test
  void aCatalogThatIsTooDamagedToBeComparedIsNoObstacleToAPlan() throws Exception {
    EncryptedCatalog wrecked = new EncryptedCatalog(server, folder.resolve("wrecked"));
    wrecked.done("init");
    wrecked.backup();
    String database =
        wrecked
            .environment()
            .get("NESSIE_BACKUP_JDBC_URL")
            .replaceAll(".*/([^/?]+)(\\?.*)?$", "$1");
    for (String damage :
        List.of(
            "UPDATE nessie.objs2 SET obj_value = '\\xff'",
            "UPDATE nessie.refs2 SET pointer = '\\xff'",
            "DELETE FROM nessie.objs2")) {
      try (Connection connection = server.connect(database);
          Statement statement = connection.createStatement()) {
        statement.execute(damage);
      }
      ProgramRun run = wrecked.run("restore", "latest", "--dry-run", "--json");
      assertThat(run.status()).as("%s: %s", damage, run.err()).isZero();
      JsonNode plan = run.summary().path("plan");
      assertThat(plan.has("loses") || plan.has("loses_unknown")).as(damage).isTrue();
    }
  }

  private static JsonNode plan(String... arguments) {
    ProgramRun run =
        catalog.done(
            Stream.of(Stream.of("restore"), Stream.of(arguments), Stream.of("--dry-run", "--json"))
                .flatMap(Function.identity())
                .toArray(String[]::new));
    CONTRACT.holdsFor(run.summary(), "restore --dry-run");
    return run.summary().path("plan");
  }

  private static Set<String> names(JsonNode entries) {
    Set<String> names = new TreeSet<>();
    entries.forEach(each -> names.add(each.path("key").asString()));
    return names;
  }

  private static Set<String> putWithin(String namespace) {
    Set<String> names = new TreeSet<>();
    for (JsonNode commit :
        json("log", "latest", "odd/spilled", "--limit", "10000").path("commits")) {
      commit.path("put").forEach(key -> names.add(key.asString()));
    }
    names.removeIf(name -> !name.equals(namespace) && !name.startsWith(namespace + "."));
    return names;
  }

  private static JsonNode named(JsonNode array, String name) {
    for (JsonNode each : array) {
      if (each.path("name").asString().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no " + name + " in " + array);
  }

  @Test
  void refsNamesBranchesAndTagsWithTheirNewestCommit() {
    JsonNode refs = json("refs", "latest");
    assertThat(refs.path("backup_id").asString()).isEqualTo(second);
    assertThat(named(refs.path("references"), "main").path("default").asBoolean()).isTrue();
    assertThat(named(refs.path("references"), "release-1").path("type").asString())
        .isEqualTo("TAG");
    assertThat(named(refs.path("references"), "odd/empty").has("commit")).isFalse();
    assertThat(json("refs", "live").path("references")).isEqualTo(refs.path("references"));

    String text = catalog.done("refs", first).out();
    assertThat(text).startsWith("backup " + first + ", ").contains("NAME", "main *", "etl/job-0");
    assertThat(text.lines().filter(line -> line.startsWith("main *")))
        .singleElement()
        .asString()
        .contains("branch")
        .contains(" UTC");
    assertThat(text.chars()).allMatch(each -> each == '\n' || !Character.isISOControl(each));
  }

  @Test
  void logGoesBackFromABranchATagAndTheBeginningOfAHash() {
    JsonNode log = json("log", "latest", "etl/job-0", "--limit", "5");
    assertThat(log.path("commits")).hasSize(5);
    assertThat(log.path("more").asBoolean()).isTrue();
    JsonNode third = log.path("commits").path(2);
    assertThat(third.path("put").path(0).asString()).startsWith("ns0.table_");
    assertThat(third.path("authors").path(0).asString()).isEqualTo("etl@example.com");
    String hash = third.path("hash").asString();
    assertThat(log.path("commits").path(1).path("parents").path(0).asString()).isEqualTo(hash);
    assertThat(json("log", "latest", hash.substring(0, 12), "--limit", "1").path("commits").path(0))
        .isEqualTo(third);
    assertThat(json("log", "latest", hash, "--limit", "1").path("commits").path(0))
        .isEqualTo(third);

    JsonNode whole = json("log", "latest", "etl/job-0", "--limit", "10000");
    assertThat(whole.path("more").asBoolean()).isFalse();
    assertThat(whole.path("commits").size()).isGreaterThan(20);
    String since = log.path("commits").path(3).path("created").asString();
    assertThat(json("log", "latest", "etl/job-0", "--since", since).path("commits")).hasSize(4);
    assertThat(json("log", "latest", "odd/empty").path("commits")).isEmpty();

    assertThat(catalog.done("log", "latest", "main", "--limit", "2").out())
        .startsWith("main in backup " + second)
        .contains("COMMIT", "and older ones");
    assertThat(catalog.done("log", "latest", "etl/job-0", "--limit", "1").out())
        .contains("etl@example.com", "append to table_", "ns0.table_");
  }

  @Test
  void lsListsWhatIsThereAndCatShowsOneOfIt() {
    JsonNode all = json("ls", "latest", "etl/job-1");
    JsonNode within = json("ls", "latest", "etl/job-1", "ns1");
    assertThat(within.path("entries").size()).isPositive().isLessThan(all.path("entries").size());
    String key = within.path("entries").path(1).path("key").asString();
    assertThat(within.path("entries").path(1).path("type").asString()).isEqualTo("ICEBERG_TABLE");
    assertThat(names(json("ls", "latest", "odd/spilled", "spilled").path("entries")))
        .as("what an index in several parts has, beside what was ever put")
        .hasSizeGreaterThan(200)
        .isEqualTo(putWithin("spilled"));

    JsonNode cat = json("cat", "latest", "etl/job-1", key);
    JsonNode content = JsonMapper.shared().readTree(cat.path("content_json").asString());
    assertThat(content.path("metadataLocation").asString())
        .isEqualTo(cat.path("metadata_location").asString())
        .startsWith("s3://warehouse/prod/ns1/");
    assertThat(JsonMapper.shared().readTree(catalog.done("cat", "latest", "etl/job-1", key).out()))
        .isEqualTo(content);
    String odd = json("ls", "latest", "odd/everything").path("entries").toString();
    assertThat(odd).contains("with*.dot*.*.and");
    assertThat(
            json("cat", "latest", "odd/everything", ".odd.with*.dot*.*.and*.*.dots")
                .path("type")
                .asString())
        .isEqualTo("ICEBERG_TABLE");
  }

  @Test
  void diffReportsWhatMovedAndWhichTablesChanged() {
    JsonNode diff = json("diff", first, second);
    JsonNode moved = named(diff.path("references"), "etl/job-2");
    assertThat(moved.path("change").asString()).isEqualTo("moved");
    assertThat(moved.path("commits_gained").asInt()).isEqualTo(4);
    assertThat(moved.path("commits_lost").asInt()).isZero();
    assertThat(moved.path("contents").path(0).path("to_metadata_location").asString())
        .startsWith("s3://");
    JsonNode back = named(json("diff", second, first).path("references"), "etl/job-2");
    assertThat(back.path("change").asString()).isEqualTo("reset");
    assertThat(back.path("commits_lost").asInt()).isEqualTo(4);
    assertThat(json("diff", "latest", "live").path("references")).isEmpty();

    assertThat(catalog.done("diff", first, "latest", "--limit", "1").out())
        .startsWith("from backup " + first)
        .contains("moved branch etl/job-2: 4 commits gained, ")
        .contains("--limit 0 shows all")
        .contains("3 references changed");
  }

  @Test
  void aPlanToRestoreSaysWhatIsLost() {
    JsonNode loses = plan(first).path("loses");
    JsonNode moved = named(loses.path("references"), "etl/job-2");
    assertThat(moved.path("effect").asString()).isEqualTo("moved-back");
    assertThat(moved.path("commits_lost").asInt()).isEqualTo(4);
    assertThat(moved.path("commits_returned").asInt()).isZero();
    assertThat(loses.path("commits").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(catalog.done("restore", first, "--dry-run").out())
        .contains("branch etl/job-2 goes back: loses 4 commits, ")
        .contains("`undo` swaps them back until `undo --release`")
        .contains("takes", "going by the backup");

    assertThat(plan("latest").at("/loses/references")).isEmpty();
    assertThat(catalog.done("restore", "latest", "--dry-run").out())
        .contains("nothing: each branch and tag is where it was at the backup");
    assertThat(plan("latest", "--target-schema", "elsewhere").has("loses")).isFalse();
  }

  @Test
  void findChangeNamesTheLastBackupBeforeATableChanged() {
    JsonNode moved = named(json("diff", first, second).path("references"), "etl/job-0");
    String key = moved.path("contents").path(0).path("key").asString();
    JsonNode found = json("find-change", key, "--ref", "etl/job-0");
    assertThat(found.path("spans")).hasSize(2);
    assertThat(found.path("before_last_change").asString()).isEqualTo(first);
    assertThat(found.path("spans").path(0).path("metadata_location").asString())
        .isEqualTo(moved.path("contents").path(0).path("from_metadata_location").asString());
    assertThat(catalog.done("find-change", key, "--ref", "etl/job-0").out())
        .contains("\nlast backup before the newest change: " + first);

    assertThat(catalog.done("find-change", "shared").out())
        .startsWith("shared on main in 2 backups")
        .endsWith("it has not changed\n");
  }

  @Test
  void whatIsNotThereIsSaidWithWhatMayHaveBeenMeant() {
    ProgramRun branch = catalog.run("log", "latest", "etl/job_0");
    assertThat(branch.status()).isEqualTo(1);
    assertThat(branch.err())
        .contains("no branch, tag or commit \"etl/job_0\"")
        .contains("Did you mean \"etl/job-0\"");
    ProgramRun key = catalog.run("cat", "latest", "main", "shard", "--json");
    assertThat(key.status()).isEqualTo(1);
    assertThat(key.error().path("code").asString()).isEqualTo("content-not-found");
    assertThat(key.error().path("hint").asString()).contains("\"shared\"");
    assertThat(catalog.run("ls", "latest", "main", "nowhere").status()).isEqualTo(1);
    assertThat(catalog.run("find-change", "nowhere.at.all").err()).contains("none of 2 backups");
    assertThat(
            catalog
                .run("refs", "latest", "--repository", "x", "--json")
                .error()
                .path("code")
                .asString())
        .isEqualTo("reference-not-found");
    assertThat(json("refs", "latest", "--repository", "other").path("repository").asString())
        .isEqualTo("other");
    assertThat(catalog.run("refs", "20260101T000000Z-0000").status()).isEqualTo(1);
  }

  @Test
  void withoutTheKeyOfTheVaultNothingIsSeen() {
    for (List<String> command :
        List.of(
            List.of("refs", "latest"),
            List.of("log", "latest", "main"),
            List.of("ls", "latest", "main"),
            List.of("cat", "latest", "main", "shared"),
            List.of("diff", first, "latest"),
            List.of("find-change", "shared"))) {
      ProgramRun run =
          ProgramRun.of(
              java.util.Map.of(
                  "NESSIE_BACKUP_VAULT",
                  catalog.vault().toString(),
                  "XDG_CONFIG_HOME",
                  folder.resolve("nothing").toString()),
              command.toArray(String[]::new));
      assertThat(run.status()).as(run.err()).isEqualTo(12);
      assertThat(run.out()).isEmpty();
    }
  }
}
