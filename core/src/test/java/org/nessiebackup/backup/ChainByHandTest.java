package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.StockProgram;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/**
 * Promise 5 for incremental backups: the commands of the specification, run as they stand there.
 */
class ChainByHandTest {
  private static final String BEGIN = "chain='";

  @Test
  void commandsOfTheSpecificationGiveAllRowsBack(@TempDir Path folder) throws Exception {
    StockProgram.require("zstd");
    StockProgram.require("psql");
    StockProgram shell = StockProgram.require("sh");
    List<String> chain = new ArrayList<>();
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      Operations operations =
          new Operations(new FolderStore(folder), database.database(), new TestContext());
      chain.add(operations.backup().id().value());
      for (String change :
          List.of(
              "UPDATE nessie.objs2 SET obj_ref = 9 WHERE obj_type = 'u'",
              "DELETE FROM nessie.objs2 WHERE repo = 'other'",
              "INSERT INTO nessie.objs2 (repo, obj_id, obj_type) VALUES ('other', '\\x01', 'v'),"
                  + " ('\u00e4\u20ac', '\\x', 'v')")) {
        database.execute(change);
        Manifest backup = operations.backup();
        List<String> members =
            operations.vault().backups().chain(backup.id()).members().stream()
                .map(each -> each.id().value())
                .toList();
        assertThat(members).startsWith(chain.getFirst());
        chain = new ArrayList<>(members);
      }
      assertThat(chain).hasSizeGreaterThan(1);
      database.execute(
          "CREATE SCHEMA nessie_by_hand",
          "CREATE TABLE nessie_by_hand.refs2 (LIKE nessie.refs2)",
          "CREATE TABLE nessie_by_hand.objs2 (LIKE nessie.objs2)");
      String connection =
          "set -e; cd '%s'; export PGHOST=%s PGPORT=%d PGUSER=%s PGDATABASE=%s PSQLRC=/dev/null\n"
              .formatted(
                  folder,
                  database.server().host(),
                  database.server().port(),
                  database.server().user(),
                  database.name());
      shell.run(new byte[0], "-c", connection + script(String.join(" ", chain))).succeeded();
      assertThat(database.catalogFingerprint("nessie_by_hand"))
          .isEqualTo(database.catalogFingerprint("nessie"));
    }
  }

  private static String script(String chain) throws Exception {
    String text = Files.readString(Path.of("../docs/format.md"), StandardCharsets.UTF_8);
    int begin = text.indexOf(BEGIN);
    String script = text.substring(begin, text.indexOf("```", begin));
    return script
        .lines()
        .map(line -> line.startsWith(BEGIN) ? BEGIN + chain + "'" : line)
        .collect(Collectors.joining("\n"));
  }
}
