package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/** A replica from its beginning to its end, as somebody types it. */
class ReplicaCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static final String PASSWORD = "nobody-may-see-this";

  private static PostgresServer primary;
  private static PostgresServer standby;

  private @TempDir Path folder;

  @BeforeAll
  static void startServers() {
    primary = PostgresServer.start(PostgresOptions.defaults().withSetting("wal_level", "logical"));
    standby = PostgresServer.start(PostgresOptions.defaults());
  }

  @AfterAll
  static void stopServers() {
    standby.close();
    primary.close();
  }

  private static JsonNode json(EncryptedCatalog catalog, String command, String... words) {
    String[] all = new String[words.length + 1];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--json";
    ProgramRun run = catalog.done(all);
    CONTRACT.holdsFor(run.summary(), command);
    return run.summary();
  }

  @Test
  void aReplicaIsMadeFollowsAndIsDroppedAndItsPasswordIsNowhere() throws Exception {
    EncryptedCatalog catalog = new EncryptedCatalog(primary, folder);
    catalog.done("init");
    catalog.environment().put("NESSIE_BACKUP_REPLICA_USER", standby.user());
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    String to = standby.jdbcUrl();
    String identity = catalog.key("identity-").toString();
    String[] create = {
      "replica",
      "create",
      "--to",
      to,
      "--identity",
      identity,
      "--primary-password-file",
      password.toString()
    };

    ProgramRun refused = catalog.run(create);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("max_slot_wal_keep_size", "--unbounded-wal");
    JsonNode plan =
        json(catalog, "replica create --dry-run", with(create, "--unbounded-wal", "--dry-run"))
            .path("plan");
    assertThat(plan.path("obstacles")).isEmpty();
    ProgramRun made = catalog.done(with(create, "--unbounded-wal", "--yes", "--debug"));
    assertThat(made.out()).contains("replica \"standby\" follows");
    assertThat(made.out() + made.err()).doesNotContain(PASSWORD);
    assertThat(
            json(catalog, "replica create", with(create, "--unbounded-wal"))
                .path("from")
                .asString())
        .isEqualTo("nothing");

    catalog.environment().put("NESSIE_BACKUP_REPLICA_JDBC_URL", to);
    JsonNode status = json(catalog, "replica status", "replica", "status", "--prove", "--wait");
    assertThat(status.path("following").asBoolean()).isTrue();
    assertThat(status.path("proof").path("proven").asBoolean()).isTrue();
    assertThat(catalog.done("replica", "status").out()).contains("following");
    assertThat(json(catalog, "replica drop --dry-run", "replica", "drop", "--dry-run").path("plan"))
        .isNotEmpty();
    assertThat(json(catalog, "replica drop", "replica", "drop", "--yes").path("phase").asString())
        .isEqualTo("dropped");
    assertThat(catalog.query("SELECT slot_name::bytea FROM pg_replication_slots")).isEmpty();
    assertThat(catalog.done("replica", "drop").out()).contains("has ended");
  }

  @Test
  void theSeedBuildsOnTheBackupThatIsNamed() throws Exception {
    EncryptedCatalog catalog = new EncryptedCatalog(primary, folder);
    catalog.done("init");
    String first = catalog.fullBackup();
    String base = catalog.fullBackup();
    standby.createDatabase("seeded");
    catalog.environment().put("NESSIE_BACKUP_REPLICA_USER", standby.user());
    String[] create = {
      "replica",
      "create",
      "--name=seeded",
      "--to=" + standby.jdbcUrl("seeded"),
      "--identity=" + catalog.key("identity-"),
      "--unbounded-wal",
      "--yes"
    };

    ProgramRun refused = catalog.run(with(create, "--seed", first));
    assertThat(refused.status()).isEqualTo(13);
    assertThat(refused.err()).contains("another chain");
    assertThat(catalog.query("SELECT slot_name::bytea FROM pg_replication_slots")).isEmpty();

    catalog.done(with(create, "--seed", base));
    JsonNode newest = catalog.done("show", "latest", "--json").summary().path("backup");
    assertThat(newest.path("type").asString()).isEqualTo("incremental");
    assertThat(newest.path("parent").asString()).isEqualTo(base);
    catalog.done(
        "replica",
        "drop",
        "--name=seeded",
        "--yes",
        "--replica-jdbc-url",
        standby.jdbcUrl("seeded"));
  }

  @Test
  void aPromotedReplicaHasTheCatalogAndTheFormerPrimaryComesBackAsItsReplica() throws Exception {
    EncryptedCatalog catalog = new EncryptedCatalog(primary, folder);
    catalog.done("init");
    standby.createDatabase("second");
    String to = standby.jdbcUrl("second");
    String from = catalog.environment().get("NESSIE_BACKUP_JDBC_URL");
    catalog.environment().put("NESSIE_BACKUP_REPLICA_USER", standby.user());
    String identity = "--identity=" + catalog.key("identity-");
    catalog.done(
        "replica", "create", "--name", "second", "--to", to, identity, "--unbounded-wal", "--yes");
    catalog.environment().put("NESSIE_BACKUP_REPLICA_JDBC_URL", to);

    String[] promote = {"replica", "promote", "--name", "second", identity};
    assertThat(
            json(catalog, "replica promote --dry-run", with(promote, "--dry-run"))
                .path("plan")
                .path("obstacles"))
        .isEmpty();
    JsonNode promoted = json(catalog, "replica promote", with(promote, "--yes"));
    assertThat(promoted.path("epoch").asInt()).isEqualTo(2);
    assertThat(promoted.path("complete").asBoolean()).isTrue();

    ProgramRun former = catalog.run("backup");
    assertThat(former.status()).isEqualTo(13);
    assertThat(former.err()).contains("has the catalog no longer");
    catalog.environment().put("NESSIE_BACKUP_JDBC_URL", to);
    assertThat(catalog.done("backup", "--json").summary().path("backup").path("type").asString())
        .isEqualTo("full");
    assertThat(catalog.environment()).containsEntry("NESSIE_BACKUP_REPLICA_JDBC_URL", to);
    assertThat(from).isNotEqualTo(to);
  }

  private static String[] with(String[] words, String... more) {
    String[] all = new String[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
