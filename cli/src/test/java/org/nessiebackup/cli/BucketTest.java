package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.s3.S3Server;
import tools.jackson.databind.JsonNode;

/** A vault in a bucket, from {@code init} to {@code restore}, on real servers. */
class BucketTest {
  private static final String DATABASE = "bucket";
  private static final int RUNS = 50;

  private static PostgresServer postgres;
  private static S3Server bucket;

  private final Map<String, String> environment = new HashMap<>();
  private @TempDir Path keys;

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
  void nameThem() {
    environment.put("NESSIE_BACKUP_VAULT", bucket.newPlace());
    environment.put("NESSIE_BACKUP_JDBC_URL", postgres.jdbcUrl(DATABASE));
    environment.put("NESSIE_BACKUP_USER", postgres.user());
    environment.put("XDG_CONFIG_HOME", keys.toString());
  }

  private ProgramRun run(String... args) {
    return ProgramRun.of(environment, args);
  }

  @Test
  void whatIsBackedUpToABucketIsRestoredFromIt() throws SQLException {
    ProgramRun init = run("init");
    assertThat(init.err()).isEmpty();
    assertThat(init.out()).startsWith("made a vault in \"s3://" + S3Server.BUCKET + "/place-");
    ProgramRun backup = run("backup", "--json");
    assertThat(backup.err()).isEmpty();
    String id = backup.summary().path("backup_id").asString();
    assertThat(run("list").out()).contains(id);
    assertThat(run("verify", "--all").status()).isZero();
    String before = rows();
    change();
    assertThat(rows()).isNotEqualTo(before);

    assertThat(run("restore", id, "--yes").err()).doesNotContain("error");
    assertThat(rows()).isEqualTo(before);
    assertThat(run("undo", "--release", "--yes").status()).isZero();
  }

  @Test
  void checkLooksAtTheBucketToo() {
    run("init");
    JsonNode items = run("check", "--json").summary().path("items");

    assertThat(items)
        .anySatisfy(
            item -> {
              assertThat(item.path("name").asString()).isEqualTo("vault-exclusive");
              assertThat(item.path("status").asString()).isEqualTo("ok");
            });
  }

  @Test
  void bucketWithoutAVaultIsNotAnEmptyVault() {
    assertThat(run("list").status()).isEqualTo(10);
  }

  @Test
  void credentialsInTheAddressAreRefusedAndNotRepeated() {
    environment.put("NESSIE_BACKUP_VAULT", "s3://key:hunter2@bucket/nessie");
    ProgramRun refused = run("list");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("credentials").doesNotContain("hunter2");
  }

  /** A service makes runs in its own process, so what they leave there adds up. */
  @Test
  void runsLeaveNoThreadsInTheirProcess() {
    run("init");
    run("list");
    int before = Thread.getAllStackTraces().size();
    for (int each = 0; each < RUNS; each++) {
      assertThat(run("list").status()).isZero();
    }

    // Those of the last run may be about to end.
    assertThat(Thread.getAllStackTraces().size()).isLessThan(before + RUNS / 5);
  }

  private static void change() throws SQLException {
    try (Connection connection = postgres.connect(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM nessie.refs2");
    }
  }

  private static String rows() throws SQLException {
    try (Connection connection = postgres.connect(DATABASE);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                """
                SELECT md5(coalesce(string_agg(hash, '' ORDER BY hash), '')) FROM (
                  SELECT md5(r::text) AS hash FROM nessie.refs2 r
                  UNION ALL SELECT md5(o::text) FROM nessie.objs2 o) AS rows
                """)) {
      result.next();
      return result.getString(1);
    }
  }
}
