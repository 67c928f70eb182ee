package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.s3.S3Server;
import tools.jackson.databind.JsonNode;

/** What each command can do with the permissions that the guide's table gives it. */
class BucketPermissionsTest {
  private static final String DATABASE = "rights";

  private static PostgresServer postgres;
  private static S3Server bucket;
  private static int places;

  private final Map<String, String> environment = new HashMap<>();
  private @TempDir Path keys;
  private GuardedBucket proxy;

  @BeforeAll
  static void startServers() throws SQLException {
    bucket = S3Server.shared();
    postgres = PostgresServer.start();
    postgres.createDatabase(DATABASE);
    try (Connection connection = postgres.connect(DATABASE)) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
  }

  @AfterAll
  static void stopServers() {
    postgres.close();
  }

  @BeforeEach
  void makeAVaultWithOneBackup() {
    proxy = new GuardedBucket(bucket.port());
    String prefix = "rights-" + ++places;
    environment.put("NESSIE_BACKUP_VAULT", S3Server.place(prefix, bucket.port()));
    environment.put("NESSIE_BACKUP_JDBC_URL", postgres.jdbcUrl(DATABASE));
    environment.put("NESSIE_BACKUP_USER", postgres.user());
    environment.put("XDG_CONFIG_HOME", keys.toString());
    assertThat(run("init").status()).isZero();
    assertThat(run("backup").status()).isZero();
    environment.put("NESSIE_BACKUP_VAULT", S3Server.place(prefix, proxy.port()));
  }

  @AfterEach
  void stepAside() {
    proxy.close();
  }

  private ProgramRun run(String... args) {
    return ProgramRun.of(environment, args);
  }

  @Test
  void whoMayOnlyListAndReadSeesEverything() {
    proxy.deny(asked -> asked.listsUploads() || asked.writes() || asked.removes());

    allWork(
        "list",
        "show latest",
        "status --max-age 26h",
        "verify --all",
        "refs latest",
        "restore latest --dry-run",
        "prune --dry-run");
  }

  private void allWork(String... commands) {
    for (String command : commands) {
      ProgramRun run = run(command.split(" "));
      assertThat(run.err()).as(command).doesNotContain("error:");
      assertThat(run.status()).as(command).isZero();
    }
  }

  @Test
  void uploadsThatMayNotBeListedAreSaidToBeUnknown() {
    proxy.deny(GuardedBucket.Asked::listsUploads);

    assertThat(run("status").out()).contains("not known").contains("access denied");
    JsonNode status = run("status", "--json").summary();
    assertThat(status.path("uploads_known").asBoolean(true)).isFalse();
    assertThat(status.path("unfinished").asInt(-1)).isZero();
    assertThat(run("prune", "--dry-run").err()).contains("unfinished uploads are not known");
  }

  @Test
  void backupHostGetsAlongWithTheRightsOfTheTable() {
    proxy.deny(
        asked ->
            asked.listsUploads()
                || (asked.removes() && !asked.below("locks/") && !asked.below("probe/")));

    allWork("backup", "backup --type full", "check", "status", "verify --all", "keep latest");
  }

  @Test
  void withoutTheRightToRemoveABackupIsMadeAndTheLeaseEndsByItself() {
    proxy.deny(GuardedBucket.Asked::removes);
    ProgramRun first = run("backup");

    assertThat(first.status()).isZero();
    assertThat(first.err()).contains("the lease cannot be given back").contains("locked until");
    ProgramRun second = run("backup");
    assertThat(second.status()).isEqualTo(11);
    assertThat(second.err()).containsPattern("ends by itself in \\d+ s");
  }

  @Test
  void refusedLookAtTheVaultIsNoWordAboutIt() {
    proxy.deny(asked -> asked.method().equals("GET") && asked.below("vault.json"));
    ProgramRun refused = run("list");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("access denied").doesNotContain("there is no vault");
    assertThat(run("list", "--json").error().path("code").asString()).isEqualTo("permission");
  }
}
