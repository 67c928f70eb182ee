package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;

/** Every command against a real server and a folder, in both forms, with its exit status. */
class CommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;
  private static int databases;

  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String database;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeCatalog() throws SQLException {
    database = "cli_" + ++databases;
    server.createDatabase(database);
    try (Connection connection = server.connect(database)) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    environment.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl(database));
    environment.put("NESSIE_BACKUP_USER", server.user());
  }

  private ProgramRun run(String... args) {
    return ProgramRun.of(environment, args);
  }

  private JsonNode json(String command, String... args) {
    String[] all = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
    ProgramRun run = run(all);
    assertThat(run.err()).isEmpty();
    JsonNode summary = run.summary();
    CONTRACT.holdsFor(summary, command);
    assertThat(run.status()).isEqualTo(summary.path("exit_code").asInt());
    assertThat(run.documents()).hasSize(1);
    return summary;
  }

  private String[] backedUp() {
    assertThat(run("init").status()).isZero();
    return new String[] {json("backup", "backup").path("backup_id").asString()};
  }

  @Test
  void initMakesAVaultOnce() {
    JsonNode first = json("init", "init");
    assertThat(first.path("created").asBoolean()).isTrue();
    JsonNode second = json("init", "init");
    assertThat(second.path("created").asBoolean()).isFalse();
    assertThat(second.path("vault").path("id")).isEqualTo(first.path("vault").path("id"));
    assertThat(run("init").out()).startsWith("there is a vault in \"" + folder.resolve("vault"));
  }

  @Test
  void aResetWantsTheCodeOfItsCatalogAndTakesALastBackup() {
    backedUp();
    String code =
        json("reset --dry-run", "reset", "--dry-run")
            .path("plan")
            .path("confirmation_code")
            .asString();
    assertThat(run("reset", "--dry-run").out()).startsWith("plan: move").contains(code);
    assertThat(run("reset", "--yes").status()).isEqualTo(13);
    assertThat(run("reset", "--confirm", "0000-0000-0000", "--yes").status()).isEqualTo(13);
    assertThat(run("reset", "--confirm", code).status()).isEqualTo(13);
    JsonNode done = json("reset", "reset", "--confirm", code, "--yes");
    JsonNode last = json("show", "show", done.path("backup_id").asString());
    assertThat(last.path("backup").path("tags").path(0).asString()).isEqualTo("before-reset");
    assertThat(run("reset", "--dry-run").status()).isEqualTo(1);
    assertThat(run("undo", "--dry-run").out()).contains("by a reset");
    assertThat(run("undo").status()).isZero();
  }

  @Test
  void aResetWhoseBackupFailsTouchesNothingUnlessToldTo() {
    String code =
        json("reset --dry-run", "reset", "--dry-run")
            .path("plan")
            .path("confirmation_code")
            .asString();
    ProgramRun failed = run("reset", "--confirm", code, "--yes");
    assertThat(failed.status()).isEqualTo(10);
    assertThat(failed.err()).contains("was not touched").contains("--without-backup");
    assertThat(run("reset", "--confirm", code, "--yes", "--without-backup").out())
        .startsWith("moved the catalog of schema \"nessie\" aside");
  }

  @Test
  void backupListShowAndVerifyAgree() {
    String id = backedUp()[0];
    ProgramRun text = run("backup");
    assertThat(text.status()).isZero();
    assertThat(text.out())
        .startsWith("backup 2")
        .contains("incremental, builds on " + id)
        .contains("refs2")
        .contains("stored")
        .contains("UTC");

    JsonNode list = json("list", "list");
    assertThat(list.path("backups")).hasSize(2);
    assertThat(list.path("backups").path(0).path("id").asString()).isEqualTo(id);
    assertThat(run("snapshots").out().lines())
        .hasSize(4)
        .satisfies(lines -> assertThat(lines.get(1)).startsWith(id))
        .last()
        .asString()
        .startsWith("2 backups, ")
        .contains(" stored, all from database \"" + database);
    assertThat(json("list", "list", "--limit", "1").path("backups")).hasSize(1);
    assertThat(run("list", "--limit", "1").out()).doesNotContain(id).contains("1 of 2 backups");
    assertThat(run("list", "--tag", "audit").out()).isEqualTo("none of 2 backups\n");
    assertThat(run("list", "--since", "2020-01-01").out()).contains("2 backups");
    assertThat(json("show", "show", "latest~1").path("backup").path("id").asString()).isEqualTo(id);
    assertThat(run("verify", id.substring(id.length() - 4), "--quick").out()).contains(id);

    JsonNode show = json("show", "show", id);
    assertThat(show.path("backup").path("id").asString()).isEqualTo(id);
    assertThat(run("show", id).out()).contains("table objs2").contains("objs2-0000.copy.zst.age");
    assertThat(run("show", "latest").out()).contains("builds on   " + id).contains("0 new");

    JsonNode verify = json("verify", "verify", "--all");
    assertThat(verify.path("sound").asBoolean()).isTrue();
    assertThat(verify.path("backups")).hasSize(2);
    assertThat(verify.path("backups").path(0).path("rows"))
        .isEqualTo(show.path("backup").path("rows"));
    assertThat(run("verify", id).out()).startsWith("ok").contains(id);
    assertThat(json("verify", "verify", "latest", "--quick").path("quick").asBoolean()).isTrue();
  }

  @Test
  void whoAsksForProgressGetsItBeforeTheResult() {
    run("init");
    List<JsonNode> documents = run("backup", "--json", "--progress").documents();
    assertThat(documents).hasSizeGreaterThan(1);
    documents.subList(0, documents.size() - 1).forEach(CONTRACT::holdsForMessage);
    CONTRACT.holdsFor(documents.getLast(), "backup");
  }

  @Test
  void anEmptyVaultListsNothingAndSaysSoBeside() {
    run("init");
    ProgramRun list = run("list");
    assertThat(list.status()).isZero();
    assertThat(list.out()).isEmpty();
    assertThat(list.err()).startsWith("no backups in");
    assertThat(json("list", "list").path("backups")).isEmpty();
  }

  @Test
  void damageIsFoundAndEndsWithThree() throws IOException {
    backedUp();
    Path segment;
    try (Stream<Path> files = Files.walk(folder)) {
      segment =
          files.filter(file -> file.endsWith("objs2-0000.copy.zst.age")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    assertThat(json("verify", "verify", "latest").path("exit_code").asInt()).isEqualTo(3);
    JsonNode verify = json("verify", "verify", "latest", "--quick");
    assertThat(verify.path("exit_code").asInt()).isEqualTo(3);
    assertThat(verify.path("backups").path(0).path("findings").path(0).path("kind").asString())
        .isEqualTo("segment-changed");
    assertThat(run("verify", "latest").out()).startsWith("DAMAGED").contains("objs2");
  }

  @Test
  void anUnreadableManifestDoesNotHideTheOthers() throws IOException {
    String id = backedUp()[0];
    json("backup", "backup");
    Files.writeString(folder.resolve("vault/backups/" + id + "/manifest.json"), "{}");

    JsonNode list = json("list", "list");
    assertThat(list.path("exit_code").asInt()).isEqualTo(3);
    assertThat(list.path("backups")).hasSize(1);
    assertThat(list.path("unreadable").path(0).path("id").asString()).isEqualTo(id);
    assertThat(run("list").out())
        .contains("unreadable: ")
        .as("columns are as wide as those of the others need")
        .doesNotContain(" ".repeat(30));
  }

  @Test
  void exportIntoAMissingFolderSaysWhatIsMissing() {
    backedUp();
    ProgramRun run =
        run("export", "latest", "--format", "sql", "-f", folder.resolve("no/x.sql").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("x.sql\": there is no such folder");
  }

  @Test
  void listReportsOfEveryBackupHowManyRowsItBringsBack() throws IOException {
    backedUp();
    assertThat(json("backup", "backup").path("backup").path("type").asString())
        .isEqualTo("incremental");

    JsonNode backups = json("list", "list").path("backups");
    long rows = backups.path(0).path("rows").asLong();
    assertThat(backups.path(1).path("stored_rows").asLong()).isLessThan(rows);
    assertThat(run("list").out().lines().skip(1).limit(2))
        .hasSize(2)
        .allMatch(line -> line.contains(" %,d ".formatted(rows)));
  }

  @Test
  void restoreUndoAndReleaseGoThroughAllStates() throws SQLException {
    String id = backedUp()[0];
    String good = fingerprint("nessie");
    execute("DELETE FROM nessie.objs2");
    String wrecked = fingerprint("nessie");

    JsonNode plan = json("restore --dry-run", "restore", "latest", "--dry-run");
    assertThat(plan.path("plan").path("backup_id").asString()).isEqualTo(id);
    assertThat(plan.path("plan").path("replaced")).hasSize(2);
    assertThat(run("restore", id, "-n").out()).startsWith("plan: restore backup " + id);
    assertThat(fingerprint("nessie")).isEqualTo(wrecked);

    ProgramRun unasked = run("restore", "latest");
    assertThat(unasked.status()).isEqualTo(13);
    assertThat(unasked.err()).contains("plan: ").contains("error: not confirmed").contains("--yes");
    assertThat(fingerprint("nessie")).isEqualTo(wrecked);

    execute("CREATE VIEW public.names AS SELECT ref_name FROM nessie.refs2");
    assertThat(run("restore", id, "-n").out()).contains("view public.names", "--move-views");
    JsonNode moving =
        json("restore --dry-run", "restore", "latest", "--dry-run", "--move-views").path("plan");
    assertThat(moving.path("views").path(0).path("moves").asBoolean()).isTrue();
    JsonNode restored = json("restore", "restore", "latest", "--move-views", "--yes");
    assertThat(restored.path("backup_id").asString()).isEqualTo(id);
    assertThat(restored.path("moved_views").path(0).asString()).isEqualTo("public.names");
    assertThat(fingerprint("nessie")).isEqualTo(good);

    JsonNode back = json("undo --dry-run", "undo", "--dry-run").path("plan");
    assertThat(back.path("kept")).hasSize(1);
    assertThat(back.path("views").path(0).path("moves").asBoolean()).isTrue();
    assertThat(run("undo", "--kept-schema=another").status()).isEqualTo(13);
    assertThat(fingerprint("nessie")).isEqualTo(good);
    String kept = restored.path("kept_schema").asString();
    assertThat(run("undo", "--kept-schema", kept, "--release").status()).isEqualTo(2);
    assertThat(json("undo", "undo", "--kept-schema", kept).path("moved_views")).hasSize(1);
    assertThat(fingerprint("nessie")).isEqualTo(wrecked);
    assertThat(run("undo").out()).startsWith("brought the former tables back");
    assertThat(fingerprint("nessie")).isEqualTo(good);

    assertThat(run("undo", "--release").status()).isEqualTo(13);
    assertThat(run("undo", "--older-than", "7d").status()).isEqualTo(2);
    assertThat(json("undo", "undo", "--release", "--older-than", "7d", "--yes").path("released"))
        .isEmpty();
    execute("DROP VIEW public.names");
    releaseIsHeldByAView();
    assertThat(run("undo", "--release", "--dry-run").out()).startsWith("plan: drop");
    assertThat(json("undo", "undo", "--release", "--yes").path("released")).hasSize(1);
    assertThat(fingerprint("nessie")).isEqualTo(good);
    ProgramRun nothing = run("undo", "--json");
    assertThat(nothing.error().path("code").asString()).isEqualTo("backup-not-found");
  }

  @Test
  void aPersonAtATerminalIsAsked() throws SQLException {
    backedUp();
    execute("DELETE FROM nessie.objs2");
    environment.put("NESSIE_BACKUP_TERMINALS", "02");
    ProgramRun no = ProgramRun.typing("no\n", environment, "restore", "latest");
    assertThat(no.status()).isEqualTo(13);
    assertThat(no.err()).contains("Type \"yes\"").contains("nothing was changed");
    ProgramRun nothing = ProgramRun.typing("", environment, "restore", "latest");
    assertThat(nothing.status()).isEqualTo(13);
    assertThat(nothing.err().lines().toList())
        .contains("error: not confirmed; nothing was changed");
    ProgramRun yes = ProgramRun.typing("yes\n", environment, "restore", "latest");
    assertThat(yes.status()).isZero();
    assertThat(yes.out()).startsWith("restored backup");
  }

  @Test
  void aConnectedNessieIsAnObstacleUnlessAllowed() throws SQLException {
    backedUp();
    try (Connection nessie = server.connect(database);
        Statement statement = nessie.createStatement()) {
      nessie.setAutoCommit(false);
      statement.executeQuery("SELECT count(*) FROM nessie.refs2").close();
      ProgramRun plan = run("restore", "latest", "--dry-run");
      assertThat(plan.status()).isEqualTo(13);
      assertThat(plan.out()).contains("obstacle");
      ProgramRun refused = run("restore", "latest", "--yes", "--json");
      assertThat(refused.status()).isEqualTo(13);
      assertThat(refused.error().path("code").asString()).isEqualTo("target-guarded");
      nessie.commit();
    }
  }

  @Test
  void restoreClonesIntoAnotherSchemaAndDatabase() throws SQLException {
    backedUp();
    String good = fingerprint("nessie");
    assertThat(
            json("restore", "restore", "latest", "--target-schema", "rehearsal", "--yes")
                .path("schema")
                .asString())
        .isEqualTo("rehearsal");
    assertThat(fingerprint("rehearsal")).isEqualTo(good);
    String other = database + "_other";
    server.createDatabase(other);
    JsonNode cloned =
        json("restore", "restore", "latest", "--target-jdbc-url", server.jdbcUrl(other), "--yes");
    assertThat(cloned.path("database").asString()).isEqualTo(other);
    assertThat(cloned.has("kept_schema")).isFalse();
  }

  @Test
  void exportWritesAFileThatAppearsWhole() throws IOException {
    backedUp();
    Path file = folder.resolve("dump.sql");
    JsonNode export = json("export", "export", "latest", "-f", file.toString());
    assertThat(export.path("file_bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(Files.readString(file)).contains("COPY ");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    Path zst = folder.resolve("dump.zst");
    assertThat(run("export", "--live", "--inserts", "--zstd", "-f", zst.toString()).out())
        .contains("of SQL");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("vault", "keys", "dump.sql", "dump.zst");
    }
  }

  @Test
  void exportInNessiesFormatIsAZipFileThatAppearsWhole() throws IOException {
    String id = backedUp()[0];
    Path file = folder.resolve("nessie.zip");
    JsonNode zip = json("export", "export", id, "--format", "nessie-zip", "-f", file.toString());
    assertThat(zip.path("format").asString()).isEqualTo("nessie-zip");
    assertThat(zip.path("repository").asString()).isEmpty();
    assertThat(zip.path("other_repositories").path(0).asString()).isEqualTo("other");
    assertThat(zip.path("file_bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    try (ZipFile entries = new ZipFile(file.toFile())) {
      assertThat(entries.stream().toList().getLast().getName()).isEqualTo("export-metadata");
    }
    assertThat(
            run("export", "--live", "--format", "NESSIE-ZIP", "--repository", "other", "-f", "-")
                .err())
        .contains("exported the live catalog", "standard output", "not in it");

    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM nessie.objs2 WHERE obj_type = 'v'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    ProgramRun damaged =
        run("export", "--live", "--format", "nessie-zip", "-f", file.resolveSibling("no.zip") + "");
    assertThat(damaged.status()).isEqualTo(3);
    assertThat(damaged.err()).contains("is missing in the live catalog", "--format sql");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("vault", "keys", "nessie.zip");
    }
  }

  @Test
  void exportToStandardOutputKeepsItClean() {
    backedUp();
    ProgramRun export = run("export", "latest", "-f", "-", "--json");
    assertThat(export.status()).isZero();
    assertThat(export.out()).contains("COPY ").doesNotContain("message_type");
    assertThat(export.err()).contains("\"message_type\":\"summary\"");
  }

  @Test
  void whatWasExportedCanBeImported() {
    backedUp();
    Path file = folder.resolve("dump.sql.gz");
    run("export", "latest", "--gzip", "-f", file.toString());
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("other").toString());
    run("init");
    JsonNode imported = json("import", "import", file.toString());
    assertThat(imported.path("backup").path("source").path("kind").asString()).isEqualTo("dump");
    assertThat(run("verify", "latest").status()).isZero();
  }

  @Test
  void aDumpFromStandardInputIsImported() {
    backedUp();
    String dump = run("export", "latest", "-f", "-").out();
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("other").toString());
    run("init");
    ProgramRun imported = ProgramRun.typing(dump, environment, "import", "-");
    assertThat(imported.err()).isEmpty();
    assertThat(imported.out()).startsWith("imported as backup");
  }

  @Test
  void importNamesAFileThatIsNotThere() {
    run("init");
    ProgramRun missing = run("import", "/nowhere/dump.sql", "--json");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.error().path("message").asString()).contains("/nowhere/dump.sql");
  }

  @Test
  void checkPassesWithAllAndFailsWithoutAVault() {
    backedUp();
    JsonNode check = json("check", "check");
    assertThat(check.path("passed").asBoolean()).isTrue();
    assertThat(run("check").out()).contains("ok    connection");
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("none").toString());
    JsonNode failing = json("check", "check");
    assertThat(failing.path("exit_code").asInt()).isEqualTo(3);
    assertThat(run("check").out()).contains("fail  vault").contains("-> ");
  }

  @Test
  void errorsHaveOneDocumentedFormAndTheirExitStatus() {
    ProgramRun noVault = run("list", "--json");
    assertThat(noVault.status()).isEqualTo(10);
    assertThat(noVault.out()).isEmpty();
    CONTRACT.holdsForMessage(noVault.error());
    assertThat(noVault.error().path("code").asString()).isEqualTo("vault-not-found");
    assertThat(run("list").err()).startsWith("error: there is no vault in").contains("\nhint: ");

    run("init");
    environment.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("missing"));
    ProgramRun login = run("backup", "--json");
    assertThat(login.status()).isEqualTo(1);
    assertThat(login.error().path("code").asString()).isEqualTo("login");
    assertThat(run("backup").err()).doesNotContain("\tat ");
    assertThat(run("backup", "--debug").err()).contains("\tat ");
    environment.put("NESSIE_BACKUP_DEBUG", "true");
    assertThat(run("backup").err()).contains("\tat ");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String fingerprint(String schema) throws SQLException {
    String sql =
        """
        SELECT md5(coalesce(string_agg(hash, '' ORDER BY hash), '')) FROM (
          SELECT md5(r::text) AS hash FROM %1$s.refs2 r
          UNION ALL SELECT md5(o::text) FROM %1$s.objs2 o) AS rows
        """
            .formatted(schema);
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private void releaseIsHeldByAView() throws SQLException {
    String kept =
        json("undo --dry-run", "undo", "-n")
            .path("plan")
            .path("kept")
            .path(0)
            .path("schema")
            .asString();
    execute("CREATE VIEW public.heads AS SELECT ref_name FROM " + kept + ".refs2");
    ProgramRun plan = run("undo", "--release", "--dry-run");
    assertThat(plan.status()).isEqualTo(13);
    assertThat(plan.out())
        .contains("view public.heads")
        .contains("CREATE VIEW public.heads AS SELECT");
    JsonNode planned = json("undo --dry-run", "undo", "--release", "--dry-run").path("plan");
    assertThat(planned.path("dependents").path(0).path("kind").asString()).isEqualTo("view");
    ProgramRun refused = run("undo", "--release", "--yes");
    assertThat(refused.status()).isEqualTo(13);
    assertThat(refused.err()).contains("view public.heads");
    ProgramRun held = run("undo", "--release", "--older-than", "0s", "--yes", "--json");
    assertThat(held.status()).isEqualTo(13);
    assertThat(held.summary().path("held").path(0).asString()).isEqualTo(kept);
    execute("DROP VIEW public.heads");
  }

  @Test
  void theDemoShowsEveryStepAndItsNumbers() {
    ProgramRun demo = ProgramRun.of(Map.of(), "demo");
    assertThat(demo.err()).isEmpty();
    assertThat(demo.status()).isZero();
    List<String> commands =
        demo.out()
            .lines()
            .filter(line -> line.contains("$ nessie-backup "))
            .map(String::strip)
            .toList();
    assertThat(commands)
        .containsExactly(
            "$ nessie-backup init",
            "$ nessie-backup backup",
            "$ nessie-backup verify latest",
            "$ nessie-backup restore latest --yes",
            "$ nessie-backup undo",
            "$ nessie-backup undo",
            "$ nessie-backup undo --release --yes");
    assertThat(demo.out()).contains("times as much").contains("The proof");
  }
}
