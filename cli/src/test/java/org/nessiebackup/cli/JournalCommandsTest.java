package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/** A journal from its beginning to its end, as somebody types it. */
class JournalCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;

  private @TempDir Path folder;
  private EncryptedCatalog catalog;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start(PostgresOptions.defaults().withSetting("wal_level", "logical"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeVault() throws SQLException {
    catalog = new EncryptedCatalog(server, folder);
    catalog.done("init");
  }

  private JsonNode json(int status, String command, String... words) {
    String[] all = new String[words.length + 1];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--json";
    ProgramRun run = catalog.run(all);
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
    CONTRACT.holdsFor(run.summary(), command);
    return run.summary();
  }

  private CompletableFuture<ProgramRun> follow() {
    CompletableFuture<ProgramRun> run = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("journal run")
        .start(() -> run.complete(catalog.run("journal", "run", "-v")));
    while (!status().path("state").asString().equals("followed")) {
      assertThat(run).isNotDone();
    }
    return run;
  }

  @Test
  void whatTheServerLacksIsSaidBeforeAnythingIsMade() throws SQLException {
    ProgramRun refused = catalog.run("journal", "start");

    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("max_slot_wal_keep_size", "--unbounded-wal");
    assertThat(catalog.query("SELECT slot_name::bytea FROM pg_replication_slots")).isEmpty();
    assertThat(json(0, "journal status", "journal", "status").path("state").asString())
        .isEqualTo("none");
    assertThat(catalog.done("journal", "status").out())
        .contains("no journal")
        .doesNotContain("slot ", "gone");
    assertThat(catalog.done("list", "--journal").out()).contains("0 epochs");
    ProgramRun mark = catalog.run("mark", "never");
    assertThat(mark.status()).isEqualTo(2);
    assertThat(mark.err()).contains("there is no journal", "journal start");
  }

  @Test
  void aMarkIsInTheVaultOfWhoFollowsAndTheEndIsSaid() throws Exception {
    JsonNode started = json(0, "journal start", "journal", "start", "--unbounded-wal");
    assertThat(started.path("begun").asBoolean()).isTrue();
    JsonNode again = json(0, "journal start", "journal", "start", "--unbounded-wal");
    assertThat(again.path("begun").asBoolean()).isFalse();
    assertThat(again.path("epoch")).isEqualTo(started.path("epoch"));
    assertThat(json(14, "mark", "mark", "before").path("followed").asBoolean()).isFalse();
    assertThat(catalog.run("journal", "status").status()).isEqualTo(14);

    CompletableFuture<ProgramRun> follower = follow();
    catalog.execute("UPDATE nessie.refs2 SET deleted = NOT deleted");
    JsonNode marked = json(0, "mark", "mark", "before-upgrade", "--wait", "60s");
    assertThat(marked.path("epoch")).isEqualTo(started.path("epoch"));
    assertThat(json(0, "journal marks", "journal", "marks").path("marks"))
        .extracting(mark -> mark.path("name").asString())
        .containsExactly("before", "before-upgrade");
    assertThat(catalog.done("journal", "marks").out()).contains("before-upgrade", "2 marks");
    assertThat(catalog.done("journal", "status").out()).contains("the journal is followed");

    JsonNode plan = json(0, "journal stop --dry-run", "journal", "stop", "--dry-run").path("plan");
    assertThat(plan.path("active").asBoolean()).isTrue();
    assertThat(json(0, "journal stop", "journal", "stop", "--yes").path("epoch"))
        .isEqualTo(started.path("epoch"));
    ProgramRun ended = follower.get(60, TimeUnit.SECONDS);
    assertThat(ended.status()).as(ended.err()).isEqualTo(3);
    assertThat(ended.out() + ended.err()).contains("ended");
    assertThat(catalog.query("SELECT slot_name::bytea FROM pg_replication_slots")).isEmpty();
    JsonNode end = json(14, "journal status", "journal", "status").path("epoch").path("end");
    assertThat(end.path("reason").asString()).isEqualTo("stopped");
    JsonNode listed = json(0, "list --journal", "list", "--journal");
    assertThat(listed.path("epochs").size()).isEqualTo(1);
    assertThat(listed.at("/epochs/0/id")).isEqualTo(started.path("epoch"));
    assertThat(listed.at("/epochs/0/end")).isEqualTo(end);
    assertThat(listed.path("gaps").size()).isEqualTo(1);
    assertThat(listed.at("/gaps/0/from")).isEqualTo(listed.at("/epochs/0/reached_at"));
    assertThat(listed.at("/gaps/0/reason").asString()).isEqualTo("stopped");
    assertThat(catalog.done("list", "--journal").out()).contains("stopped", "gap: from", "1 epoch");
    assertThat(catalog.done("list", "--journal", "--since", "2099-01-01").out()).contains("0 of 1");
    assertThat(catalog.run("list", "--journal", "--tips").status()).isEqualTo(2);
    assertThat(catalog.run("list", "--journal", "--tag", "audit").status()).isEqualTo(2);
    assertThat(catalog.done("journal", "stop").out()).contains("nothing was to be ended");
  }

  @Test
  void statusCountsTheJournalByTheVaultAlone() throws Exception {
    catalog.done("journal", "start", "--unbounded-wal");
    assertThat(json(0, "status", "status").path("journal").has("base")).isFalse();
    String base = catalog.backup();
    CompletableFuture<ProgramRun> follower = follow();
    catalog.execute("UPDATE nessie.refs2 SET deleted = NOT deleted");
    catalog.done("mark", "before");
    catalog.done("journal", "stop", "--yes");
    follower.get(60, TimeUnit.SECONDS);

    JsonNode status = json(0, "status", "status", "--max-tip-age", "10m");
    JsonNode journal = status.path("journal");
    assertThat(journal.path("base").asString()).isEqualTo(base);
    assertThat(journal.at("/end/reason").asString()).isEqualTo("stopped");
    assertThat(Instant.parse(journal.path("reached_at").asString()))
        .isAfter(Instant.parse(status.at("/last_backup/snapshot_at").asString()));
    assertThat(status.path("rpo_seconds")).isEqualTo(journal.path("age_seconds"));
    assertThat(catalog.done("status").out()).contains("journal", "ENDED");

    String first =
        catalog.names().stream()
            .filter(name -> name.startsWith("journal/files/") && name.endsWith("000001.json"))
            .findFirst()
            .orElseThrow();
    Path file = catalog.vault().resolve(first);
    String identity = catalog.key("identity-").toString();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, new byte[] {'{'});
    JsonNode damaged = json(3, "verify --journal", "verify", "--journal", "--identity", identity);
    assertThat(damaged.path("sound").asBoolean()).as("no pair has it").isFalse();
    assertThat(damaged.at("/damage/0").asString()).contains(first);
    assertThat(catalog.run("verify", "--journal", "--identity", identity).out())
        .contains("DAMAGED  ", first);
    Files.write(file, bytes);
    assertThat(
            json(3, "verify --journal", "verify", "--journal", "--identity", identity)
                .path("damage"))
        .isEmpty();
    Files.delete(file);
    assertThat(json(3, "list --journal", "list", "--journal").at("/epochs/0/missing").asInt())
        .isEqualTo(1);
    assertThat(catalog.run("status").status()).isEqualTo(14);
    assertThat(catalog.run("status").out()).contains("the end of the journal cannot be used");
    assertThat(catalog.run("journal", "marks").out()).contains("DAMAGED  \"journal/files/");
    assertThat(catalog.run("list", "--journal").out()).contains("DAMAGED  ", " is missing");
  }

  private String momentOfTheServer() throws SQLException {
    String now =
        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    return new String(catalog.query(now).getFirst(), StandardCharsets.US_ASCII);
  }

  @Test
  void aMomentInWhichNobodyHasCommittedIsHadFromWhoFollows() throws Exception {
    catalog.done("journal", "start", "--unbounded-wal");
    catalog.backup();
    CompletableFuture<ProgramRun> follower = follow();
    catalog.execute("DELETE FROM nessie.refs2 WHERE ref_name LIKE '%2'");
    catalog.done("mark", "deleted");
    String identity = catalog.key("identity-").toString();

    assertThat(
            catalog
                .done("restore", "--to", momentOfTheServer(), "--dry-run", "--identity", identity)
                .out())
        .contains("applies     2 transactions");
    catalog.done("refs", "@" + momentOfTheServer(), "--identity", identity);
    exported("--to", momentOfTheServer());
    drilled("--to", momentOfTheServer());
    assertThat(json(0, "journal marks", "journal", "marks").path("marks").size()).isEqualTo(1);

    catalog.done("journal", "stop", "--yes");
    assertThat(follower.get(60, TimeUnit.SECONDS).status()).isEqualTo(3);
  }

  @Test
  void whatIsProvenIsKnownAndShown() throws Exception {
    catalog.done("journal", "start", "--unbounded-wal");
    CompletableFuture<ProgramRun> follower = follow();
    catalog.backup();
    catalog.execute("UPDATE nessie.refs2 SET deleted = NOT deleted");
    String second = catalog.backup();
    catalog.done("mark", "behind-it");
    assertThat(catalog.run("status", "--max-journal-proof-age", "1h").status()).isEqualTo(14);
    String[] verify = {"verify", "--journal", "--identity", catalog.key("identity-").toString()};

    assertThat(json(0, "verify --journal", verify).path("known").asInt()).isZero();
    JsonNode proof = json(0, "status", "status", "--max-journal-proof-age", "1h");
    assertThat(proof.at("/last_journal_proof/sound").asBoolean()).isTrue();
    assertThat(proof.at("/last_good_journal_proof/to").asString()).isEqualTo(second);
    assertThat(catalog.done("status").out())
        .containsPattern("proven +journal, .* ago, to " + second);
    JsonNode again = json(0, "verify --journal", verify);
    assertThat(again.path("proven").asInt()).isEqualTo(1);
    assertThat(again.path("known").asInt()).isEqualTo(1);
    assertThat(catalog.done(verify).out())
        .contains("proven from 1 of 1", "one of them was proven before");
    assertThat(catalog.done(with(verify, "--all", "--no-record")).out())
        .doesNotContain("proven before");

    catalog.done("journal", "stop", "--yes");
    follower.get(60, TimeUnit.SECONDS);
    String beyond = catalog.backup();
    assertThat(catalog.done(verify).out())
        .contains("the newest backup, " + beyond + ", was taken behind the end of the journal");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aMarkBringsBackWhatWasThereWhenItWasMade() throws Exception {
    catalog.done("journal", "start", "--unbounded-wal");
    catalog.backup();
    CompletableFuture<ProgramRun> follower = follow();
    catalog.execute("DELETE FROM nessie.objs2 WHERE get_byte(obj_id, 0) < 9");
    catalog.execute("UPDATE nessie.objs2 SET obj_ref = 77 WHERE get_byte(obj_id, 1) < 99");
    catalog.execute("DELETE FROM nessie.refs2 WHERE ref_name LIKE '%2'");
    String rows = catalog.fingerprint();
    catalog.done("mark", "before-the-accident");
    catalog.execute("DELETE FROM nessie.refs2");
    String wrecked = catalog.fingerprint();
    catalog.done("mark", "after-it");

    String identity = catalog.key("identity-").toString();
    catalog.done("journal", "stop", "--yes");
    assertThat(follower.get(60, TimeUnit.SECONDS).status()).isEqualTo(3);
    ProgramRun alone = catalog.run("verify", "--journal", "--identity", identity);
    assertThat(alone.status()).isEqualTo(3);
    assertThat(alone.out()).contains("no two backups lie in one stretch");
    catalog.backup();
    JsonNode beyond = json(3, "verify --journal", "verify", "--journal", "--identity", identity);
    assertThat(beyond.path("sound").asBoolean()).isTrue();
    assertThat(beyond.path("proven").asInt()).isZero();
    assertThat(beyond.at("/outside/reason").asString()).contains("behind the end of the journal");
    assertThat(
            catalog
                .done("restore", "--to", "before-the-accident", "--dry-run", "--identity", identity)
                .out())
        .contains("applies     4 transactions", "behind      2 transactions");
    catalog.done("restore", "--to", "before-the-accident", "--yes", "--identity", identity);
    assertThat(catalog.fingerprint()).isEqualTo(rows);
    catalog.done("undo", "--yes");
    assertThat(catalog.fingerprint()).isEqualTo(wrecked);

    assertThat(catalog.run("refs", "@before-the-accident", "--identity", identity).out())
        .startsWith("position ");
    String marked = exported("--to", "before-the-accident");
    String before = exported("--to", "before-the-accident", "--exclusive");
    assertThat(before).isNotEqualTo(marked).isEqualTo(exported("@before-the-accident^"));
    assertThat(drilled("--to", "before-the-accident", "--exclusive")).startsWith(before + ",");
    ProgramRun nowhere = catalog.run("export", "latest", "--exclusive", "--identity", identity);
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--exclusive is given without --to");
    ProgramRun missing = catalog.run("restore", "--to", "mark:never", "--identity", identity);
    assertThat(missing.status()).isNotZero();
    assertThat(missing.err()).contains("never");
  }

  @Test
  void aPlanShowsOfABusySecondWhatIsNearest() throws Exception {
    catalog.done("journal", "start", "--unbounded-wal");
    catalog.backup();
    CompletableFuture<ProgramRun> follower = follow();
    catalog.execute(
        """
        DO $$
        BEGIN
          FOR i IN 1..21 LOOP
            UPDATE nessie.refs2 SET deleted = NOT deleted;
            IF i = 11 THEN
              PERFORM pg_logical_emit_message(true, 'nessie-backup', 'mark middle');
            END IF;
            COMMIT;
          END LOOP;
        END
        $$
        """);
    assertThat(catalog.done("mark", "end").out()).doesNotContain("is called so");
    assertThat(catalog.done("mark", "end").out()).contains(" is called so, too: go back");
    catalog.done("journal", "stop", "--yes");
    follower.get(60, TimeUnit.SECONDS);

    String[] plan = {"--to", "middle", "--dry-run"};
    int near = summary("restore", plan).at("/plan/journal/near").size();
    assertThat(near).isBetween(7, 23);
    assertThat(
            catalog
                .done(
                    with(
                        with(new String[] {"restore"}, plan),
                        "--identity",
                        catalog.key("identity-").toString()))
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("near "))
                .map(line -> line.replaceFirst(".*, transaction \\d+, ", "")))
        .containsExactly(
            "counts",
            "counts",
            "counts",
            "does not count",
            "does not count",
            "does not count",
            "near        %d more within a second; --json names all".formatted(near - 6));
  }

  private JsonNode summary(String command, String... words) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(words));
    line.addAll(List.of("--json", "--identity", catalog.key("identity-").toString()));
    return catalog.run(line.toArray(String[]::new)).summary();
  }

  /** The name of the point. */
  private String exported(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--file", folder.resolve("dump.sql").toString()));
    String source = summary("export", line.toArray(String[]::new)).path("source").asString();
    return source.split("\"", 3)[1];
  }

  /** What a drill says of the point, whether or not the graph of it is whole. */
  private String drilled(String... words) {
    return summary("drill", words).path("steps").path(0).path("summary").asString();
  }

  private JsonNode status() {
    return catalog.run("journal", "status", "--json").summary();
  }

  @Test
  void aSlotThatHoldsBackLittleIsLeftAlone() {
    catalog.done("journal", "start", "--unbounded-wal");

    assertThat(catalog.done("journal", "stop", "--if-retained", "4GiB", "--yes").out())
        .contains("nothing was to be ended");
    assertThat(catalog.run("journal", "stop", "--if-retained", "much").status()).isEqualTo(2);
    catalog.done("journal", "stop", "--yes");
  }
}
