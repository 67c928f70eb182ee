package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.JournalBySql;
import org.nessiebackup.testing.StockProgram;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.journal.StoredEpoch;

/** Promise 5 for the journal: the commands of the specification, run as they stand there. */
class JournalByHandTest {
  private static final String BEGIN = "### A moment of the journal";

  private final TestContext work = new TestContext();
  private final Identity reader = EncryptedVault.identity();

  @Test
  void commandsOfTheSpecificationGiveAMomentBack(@TempDir Path folder) throws Exception {
    List.of("age", "zstd", "psql").forEach(StockProgram::require);
    StockProgram shell = StockProgram.require("sh");
    EncryptedVault keys = EncryptedVault.create(new FolderStore(folder), reader);
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      Manifest described = backUp(keys, database);
      Manifest base;
      try (JournalBySql journal = new JournalBySql(database, keys.open(), described)) {
        change(database, 1);
        base = backUp(keys, database);
        journal.next();
        change(database, 2);
        journal.next();
        change(database, 3);
        journal.continueInAnotherEpoch(described);
        change(database, 4);
        List<String> wanted = database.catalogFingerprint("nessie");
        String position = database.query("SELECT pg_current_wal_insert_lsn()").getFirst();
        change(database, 5);
        journal.next();
        restore(keys, database, base);
        Files.writeString(folder.resolve("identity.txt"), reader.text());

        shell
            .run(
                new byte[0],
                "-c",
                script(folder, database)
                    .replaceFirst("\nepochs=.*", "\nepochs='" + epochs(keys) + "'")
                    .replaceFirst("\nsnapshot=.*", "\nsnapshot='" + snapshot(base) + "'")
                    .replaceFirst("\nwanted=.*", "\nwanted='" + position + "'"))
            .succeeded();

        assertThat(database.catalogFingerprint("nessie_by_hand")).isEqualTo(wanted);
      }
    }
  }

  private Manifest backUp(EncryptedVault keys, TestDatabase database) {
    return new CatalogBackup(keys.open(), database.database(), work.context())
        .run(
            new BackupOptions(
                Optional.of("nessie"),
                Optional.empty(),
                1,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()))
        .manifest();
  }

  private void restore(EncryptedVault keys, TestDatabase database, Manifest base) {
    CatalogRestore restore =
        new CatalogRestore(keys.open(reader), database.database(), work.context());
    restore.execute(
        restore.plan(
            new RestoreOptions(base.id().value(), Optional.of("nessie_by_hand"), 1, true)));
  }

  /** Every kind of change; values that are stored out of line are left as they are in part. */
  private static void change(TestDatabase database, int number) {
    for (String sql :
        List.of(
            """
            INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value, obj_ref)
            SELECT '', sha256((%1$d * 1000 + n)::text::bytea), 'v',
              (SELECT string_agg(sha256((%1$d + n * i)::text::bytea), ''::bytea)
               FROM generate_series(1, 200) i), 0
            FROM generate_series(1, 5) n
            """
                .formatted(number),
            "UPDATE nessie.objs2 SET obj_ref = %d WHERE abs(hashtext(obj_id::text)) %% 3 = 0"
                .formatted(number),
            "DELETE FROM nessie.objs2 WHERE abs(hashtext(obj_id::text)) %% 40 = %d"
                .formatted(number),
            "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted)"
                + " VALUES ('', 'refs/heads/b%1$d', sha256('%1$d'), false)".formatted(number),
            "UPDATE nessie.refs2 SET ref_name = ref_name || 'x', prev_ptr = pointer"
                + " WHERE ref_name LIKE '%b%'",
            number == 2 ? "TRUNCATE nessie.refs2" : "SELECT 1")) {
      database.execute(sql);
    }
  }

  private static String epochs(EncryptedVault keys) {
    return keys.open().journal().epochs().stream()
        .map(StoredEpoch::id)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private static String snapshot(Manifest base) {
    return base.server().orElseThrow().snapshot();
  }

  private static String script(Path folder, TestDatabase database) throws Exception {
    String text = Files.readString(Path.of("../docs/format.md"), StandardCharsets.UTF_8);
    int begin = text.indexOf("```sh", text.indexOf(BEGIN)) + "```sh".length();
    return "set -e; cd '%s'; export PGHOST=%s PGPORT=%d PGUSER=%s PGDATABASE=%s PSQLRC=/dev/null\n"
            .formatted(
                folder,
                database.server().host(),
                database.server().port(),
                database.server().user(),
                database.name())
        + text.substring(begin, text.indexOf("```", begin));
  }
}
