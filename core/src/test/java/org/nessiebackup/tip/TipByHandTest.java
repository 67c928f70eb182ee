package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.StockProgram;
import org.nessiebackup.testing.TestDatabase;

/** Promise 5 for tips: the commands of the specification, run as they stand there. */
class TipByHandTest {
  private static final String BEGIN = "### A tip";

  @Test
  void commandsOfTheSpecificationGiveATipBack(@TempDir Path folder) throws Exception {
    List.of("age", "zstd", "psql").forEach(StockProgram::require);
    StockProgram shell = StockProgram.require("sh");
    TipScene scene = new TipScene(new FolderStore(folder));
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      Manifest base = scene.backUp(database);
      try (TipFollower follower = scene.follow(database)) {
        for (int i = 0; i < 4; i++) {
          scene.grow(database, 2);
          assertThat(follower.poll()).isInstanceOf(PollReport.Published.class);
        }
      }
      assertThat(scene.epoch(base).tips().getLast().references().orElseThrow().dictionary())
          .isPresent();
      List<String> references = List.of(database.fingerprint("nessie.refs2"));
      scene.grow(database, 1);
      try (TipFollower follower = scene.follow(database)) {
        assertThat(follower.poll()).isInstanceOf(PollReport.Published.class);
      }
      CatalogRestore restore =
          new CatalogRestore(scene.reading(), database.database(), scene.work().context());
      restore.execute(
          restore.plan(
              new RestoreOptions(base.id().value(), Optional.of("nessie_by_hand"), 1, true)));
      Files.writeString(folder.resolve("identity.txt"), scene.reader().text());

      shell.run(new byte[0], "-c", script(folder, database, base)).succeeded();

      assertThat(List.of(database.fingerprint("nessie_by_hand.refs2"))).isEqualTo(references);
      database.execute("ALTER SCHEMA nessie_by_hand RENAME TO by_hand");
      scene.bringBack(database, scene.epoch(base), Optional.of(scene.epoch(base).tips().get(3)));
      assertThat(database.catalogFingerprint("by_hand"))
          .isEqualTo(database.catalogFingerprint("restored"));
    }
  }

  private static String script(Path folder, TestDatabase database, Manifest base) throws Exception {
    String text = Files.readString(Path.of("../docs/format.md"), StandardCharsets.UTF_8);
    int begin = text.indexOf("```sh", text.indexOf(BEGIN)) + "```sh".length();
    String script =
        text.substring(begin, text.indexOf("```", begin))
            .lines()
            .map(line -> line.startsWith("base=") ? "base=" + base.id() : line)
            .map(line -> line.startsWith("wanted=") ? "wanted=000000000004" : line)
            .collect(Collectors.joining("\n"));
    return "set -e; cd '%s'; export PGHOST=%s PGPORT=%d PGUSER=%s PGDATABASE=%s PSQLRC=/dev/null\n"
            .formatted(
                folder,
                database.server().host(),
                database.server().port(),
                database.server().user(),
                database.name())
        + script;
  }
}
