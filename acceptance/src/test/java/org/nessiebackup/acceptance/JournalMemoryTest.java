package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;

/** A journal is followed in a heap that is a fraction of what is committed at once. */
class JournalMemoryTest {
  private static final String HEAP = "-Xmx64m";
  private static final int SMALL = 2_000;
  private static final int MANY = 200_000;
  private static final int PARTS = 1_000;

  /** 256 bytes of a row, in hexadecimal digits. */
  private static final String RANDOM =
      "(SELECT string_agg(md5(i || '-' || j), '') FROM generate_series(1, 16) AS j)";

  private @TempDir Path folder;

  @Tag("thorough")
  @Test
  void rowGreaterThanTheHeapEndsTheJournalInTheOpen() throws SQLException {
    try (PostgresServer server = server()) {
      CatalogDatabase database = replicated(server);
      CommandRunner commands = runner(database, server);
      begin(commands);
      try (LaunchedCommand follower = commands.launch("journal", "run")) {
        database.execute(
            "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value) VALUES"
                + " ('', decode(md5('great'), 'hex'), 'string', NULL,"
                + " decode(repeat(md5('great'), 3125000), 'hex'))");
        CommandResult ended = follower.result().exited(3);
        assertThat(ended.err())
            .contains("does not fit into memory")
            .doesNotContain("out of memory");
      }
      assertThat(commands.launch("journal", "status", "--json").result().out())
          .contains("\"not-decodable\"");
      assertThat(database.query("SELECT count(*) FROM pg_replication_slots")).containsExactly("0");
    }
  }

  private static PostgresServer server() {
    return PostgresServer.start(
        PostgresOptions.defaults()
            .withSetting("wal_level", "logical")
            .withSetting("max_slot_wal_keep_size", "4GB"));
  }

  private static CatalogDatabase replicated(PostgresServer server) throws SQLException {
    CatalogDatabase database = CatalogDatabase.create(server, "wide").filled();
    database.execute("ALTER ROLE nessie REPLICATION");
    return database;
  }

  private CommandRunner runner(CatalogDatabase database, PostgresServer server) {
    return CommandRunner.of(database, server.port(), folder.resolve("vault"))
        .with("NESSIE_BACKUP_JAVA_OPTS", HEAP);
  }

  private static void begin(CommandRunner commands) {
    commands.launch("init").result().done();
    commands.launch("journal", "start").result().done();
    commands.launch("backup").result().done();
  }

  @Test
  void oneGreatTransactionAndManySmallOnesTakeNoMoreMemory() throws SQLException {
    try (PostgresServer server = server()) {
      CatalogDatabase database = replicated(server);
      CommandRunner commands = runner(database, server);
      begin(commands);
      try (LaunchedCommand follower = commands.launch("journal", "run")) {
        // 100 MB, of which each row is new to the compression.
        database.execute(
            "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value)"
                + " SELECT '', decode(md5('great' || i), 'hex'), 'string', NULL,"
                + " decode(repeat(md5(i::text), 64), 'hex') FROM generate_series(1, 100000) AS i");
        small(database);
        commands.launch("mark", "done", "--wait", "5m").result().done();
        assertThat(follower.ended(1)).isFalse();
        follower.signal("TERM");
        follower.result();
      }
    }
  }

  @Tag("thorough")
  @Test
  void changesOfManyRowsAreProvenAndPlannedInThatMemory() throws SQLException {
    try (PostgresServer server = server()) {
      CatalogDatabase database = replicated(server);
      CommandRunner commands = runner(database, server);
      begin(commands);
      try (LaunchedCommand follower = commands.launch("journal", "run")) {
        // 50 MB that are compressed to a tenth, and 25 MB that cannot be.
        insert(database, "great", MANY, "repeat(md5(i), 16)");
        insert(database, "random", MANY / 2, RANDOM);
        provenAndPlanned(commands, follower);
      }
    }
  }

  @Tag("thorough")
  @Test
  void manyFilesWithManyRowsAreProvenAndRestoredInThatMemory() throws SQLException {
    try (PostgresServer server = server()) {
      CatalogDatabase database = replicated(server);
      CommandRunner commands = runner(database, server);
      begin(commands);
      try (LaunchedCommand follower = commands.launch("journal", "run", "--synchronous")) {
        for (int part = 0; part < PARTS; part++) {
          insert(database, "part" + part, MANY / PARTS, RANDOM);
        }
        provenAndPlanned(commands, follower);
        commands.launch("restore", "--to", "changed", "--yes").result().done();
      }
    }
  }

  private static void insert(CatalogDatabase database, String kind, int rows, String hexadecimal)
      throws SQLException {
    database.execute(
        ("INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value) SELECT '',"
                + " decode(md5(i), 'hex'), 'string', NULL, decode(%s, 'hex')"
                + " FROM (SELECT '%s-' || n AS i FROM generate_series(1, %d) AS n) AS rows")
            .formatted(hexadecimal, kind, rows));
  }

  /** A pair of backups is proven if the journal goes beyond the second one. */
  private static void provenAndPlanned(CommandRunner commands, LaunchedCommand follower) {
    commands.launch("mark", "changed", "--wait", "5m").result().done();
    commands.launch("backup").result().done();
    commands.launch("mark", "behind", "--wait", "5m").result().done();
    assertThat(follower.ended(1)).isFalse();
    follower.signal("TERM");
    follower.result();
    CommandResult proof = commands.launch("verify", "--journal", "--json").result().done();
    assertThat(proof.summary().path("proven").asInt()).isEqualTo(1);
    commands.launch("restore", "--to", "changed", "--dry-run").result().done();
  }

  private static void small(CatalogDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < SMALL; i++) {
        statement.execute(
            "UPDATE nessie.refs2 SET created_at = %d WHERE ref_name = (SELECT min(ref_name) FROM"
                    .formatted(i)
                + " nessie.refs2 WHERE repo = '')");
      }
    }
  }
}
