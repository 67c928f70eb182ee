package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;

/** Whatever streams rows does so in a heap that is a fraction of them. */
class BoundedMemoryTest {
  private static final String HEAP = "-Xmx48m";

  private @TempDir Path folder;

  @Test
  void whatMovesRowsNeedsLessMemoryThanTheyTake() {
    try (PostgresServer server = PostgresServer.start()) {
      CatalogDatabase database = CatalogDatabase.create(server, "wide").filled();
      // 80 MB in rows of 64 KB, which the server cannot compress and a vault can.
      database.execute(
          "CREATE TEMPORARY TABLE block AS SELECT decode(string_agg(md5(i::text), ''), 'hex') AS v"
              + " FROM generate_series(1, 4096) AS i",
          "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value)"
              + " SELECT '', decode(md5('wide' || i), 'hex'), 'string', NULL, v"
              + " FROM generate_series(1, 1280) AS i, block");
      CommandRunner commands =
          CommandRunner.of(database, server.port(), folder.resolve("vault"))
              .with("NESSIE_BACKUP_JAVA_OPTS", HEAP);
      List<String> before = database.fingerprint();

      commands.launch("init").result().done();
      String backup =
          commands
              .launch("backup", "--jobs", "2", "--json")
              .result()
              .done()
              .summary()
              .get("backup_id")
              .asString();
      commands.launch("verify", "latest").result().done();
      Path copy = folder.resolve("copy");
      commands.launch("copy", "--to", copy.toString()).result().done();
      Path dump = folder.resolve("dump.sql.zst");
      commands.launch("export", "latest", "--file", dump.toString()).result().done();
      commands.launch("import", dump.toString()).result().done();
      database.execute("DELETE FROM nessie.objs2 WHERE get_byte(obj_id, 1) % 2 = 0");
      commands.launch("backup", "--type", "incremental").result().done();
      commands.launch("diff", "latest", "live").result().done();
      commands.launch("restore", backup, "--yes").result().done();

      assertThat(database.fingerprint()).isEqualTo(before);
    }
  }
}
