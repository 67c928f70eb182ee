package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;
import org.nessiebackup.tip.TipOptions;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import tools.jackson.databind.JsonNode;

/** A catalog whose branches moved after its backup, and tips of that. */
class TipCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static final int TIPS = 3;
  private static PostgresServer server;

  private final List<String> states = new ArrayList<>();
  private @TempDir Path folder;
  private EncryptedCatalog catalog;
  private String base;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void keepTips() throws SQLException, IOException {
    catalog = new EncryptedCatalog(server, folder);
    catalog.done("init");
    base = catalog.backup();
    states.add(catalog.fingerprint());
    Database database =
        new Database(
            new ConnectionSettings(
                catalog.environment().get("NESSIE_BACKUP_JDBC_URL"),
                Optional.of(server.user()),
                Optional.empty(),
                "nessie-backup test"));
    try (TipFollower follower =
        TipFollower.open(
            vault(), database, TipOptions.DEFAULT.in("nessie"), new TestContext().context())) {
      for (int number = 1; number <= TIPS; number++) {
        catalog.execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) SELECT repo, 'refs/heads/tip-%d', pointer, deleted FROM nessie.refs2 WHERE ref_name = 'refs/heads/main'"
                .formatted(number));
        assertThat(follower.poll()).isInstanceOf(PollReport.Published.class);
        states.add(catalog.fingerprint());
      }
    }
  }

  /** As the host sees it, which cannot read. */
  private Vault vault() throws IOException {
    HostKey key = HostKey.parse("test", Files.readString(catalog.key("host-key-")));
    return Vault.open(new FolderStore(catalog.vault()), VaultAccess.NONE.withHostKey(key));
  }

  private String tip(int number) {
    return base + "." + number;
  }

  private JsonNode plan(String... point) {
    List<String> words = new ArrayList<>(List.of("restore"));
    words.addAll(List.of(point));
    words.addAll(List.of("--dry-run", "--json", "--identity", catalog.key("identity-").toString()));
    return catalog.done(words.toArray(String[]::new)).summary().path("plan").path("point");
  }

  @Test
  void latestAndAMomentKnowTipsAndSayWhichPointItIs() {
    assertThat(plan("latest").path("id").asString()).isEqualTo(tip(TIPS));
    assertThat(plan("latest").path("kind").asString()).isEqualTo("tip");
    assertThat(plan("latest").path("tips").asInt()).isEqualTo(TIPS);
    assertThat(plan("latest").path("lacks").size()).isPositive();
    assertThat(plan("--to", "now").path("id").asString()).isEqualTo(tip(TIPS));
    JsonNode exact = plan("latest", "--exact");
    assertThat(exact.path("id").asString()).isEqualTo(base);
    assertThat(exact.path("kind").asString()).isEqualTo("exact");
    assertThat(plan(base).path("kind").asString()).isEqualTo("exact");
    assertThat(catalog.run("restore", "latest", "--to", "1h").status()).isEqualTo(2);
    assertThat(catalog.run("restore", "--to", "2099-01-01").status()).isEqualTo(2);
    assertThat(catalog.run("restore", "--to", "9d", "--dry-run").err())
        .contains("no backup is as old as", "The oldest is " + base + " of ");
  }

  @Test
  void aTipIsRestoredAndUndone() throws SQLException {
    String identity = catalog.key("identity-").toString();
    ProgramRun restored = catalog.done("restore", tip(2), "--yes", "--identity", identity);

    assertThat(restored.out()).contains("restored tip " + tip(2), "lacks");
    assertThat(catalog.fingerprint()).isEqualTo(states.get(2));
    catalog.done("undo", "--yes");
    assertThat(catalog.fingerprint()).isEqualTo(states.getLast());
    assertThat(catalog.done("refs", tip(1), "--identity", identity).out())
        .contains("tip-1")
        .doesNotContain("tip-2");
  }

  @Test
  void tipsAreVerifiedWithTheirBackupAndTheCatalogInOneIsWalked() {
    String identity = catalog.key("identity-").toString();
    JsonNode sound = catalog.done("verify", "latest", "--json", "--identity", identity).summary();
    CONTRACT.holdsFor(sound, "verify");
    assertThat(sound.path("tips").get(0).path("usable").asInt()).isEqualTo(TIPS);
    JsonNode graph =
        catalog.run("verify", tip(2), "--graph", "--json", "--identity", identity).summary();
    assertThat(graph.path("graph").path("repositories").toString())
        .contains("tip-2")
        .doesNotContain("tip-3");
    assertThat(graph.path("graph").path("repositories").get(0).path("finding_counts").toString())
        .as("references that Nessie has not made are all there is to find")
        .isEqualTo("[{\"kind\":\"reference-not-in-log\",\"count\":2}]");
    JsonNode shown = catalog.done("show", base, "--json").summary().path("backup");
    assertThat(shown.path("verified").path("depth").asString())
        .as("what was recorded is about the backup alone")
        .isEqualTo("full");
  }

  @Test
  void tipsAreCountedInTheListAndListedIfAskedFor() {
    JsonNode backup = catalog.done("list", "--json").summary().path("backups").get(0);
    assertThat(backup.path("tips").asInt()).isEqualTo(TIPS);
    JsonNode tips = catalog.done("list", "--tips", "--json").summary();
    CONTRACT.holdsFor(tips, "list --tips");
    assertThat(tips.path("tips").size()).isEqualTo(TIPS);
    assertThat(tips.path("tips").get(0).path("id").asString()).isEqualTo(tip(1));
    assertThat(catalog.done("list", "--tips", "--limit", "1").out())
        .contains(tip(TIPS), "1 of 3 tips")
        .doesNotContain(tip(2));
    assertThat(catalog.done("show", "latest").out()).contains("tips");
    JsonNode status = catalog.done("status", "--max-tip-age", "10m", "--json").summary();
    CONTRACT.holdsFor(status, "status");
    assertThat(status.path("last_tip").path("id").asString()).isEqualTo(tip(TIPS));
  }

  @Test
  void aDamagedTipIsToldAndNothingElseIsRestored() throws IOException, SQLException {
    Path second = catalog.vault().resolve("tips/%s/%012d.json".formatted(base, 2));
    Files.writeString(second, Files.readString(second).replaceFirst("742|[0-9]{3}:", "1:"));
    ProgramRun restore =
        catalog.run(
            "restore", "latest", "--yes", "--identity", catalog.key("identity-").toString());

    assertThat(restore.status()).isEqualTo(3);
    assertThat(restore.err()).contains("000000000002.json", tip(1), "--exact");
    assertThat(catalog.fingerprint()).isEqualTo(states.getLast());
    ProgramRun list = catalog.run("list", "--tips");
    assertThat(list.status()).isEqualTo(3);
    assertThat(list.out()).contains(tip(1), "tips of " + base + " behind 1 cannot be used");
  }
}
