package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoReport;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;

/** The main job, on every server version at hand. */
class RoundTripTest {
  private final TestContext work = new TestContext();
  private @TempDir Path folder;

  static List<Integer> versions() {
    return List.copyOf(PostgresServer.available());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void restoreGivesBackEveryRowAndUndoTakesItBack(int version) {
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie")) {
      List<String> before = database.catalogFingerprint("nessie");
      Vault vault =
          Vault.create(
              new FolderStore(folder),
              new NewVault(
                  "a vault", Instant.now(), "nessie-backup test", List.of(), Optional.empty()));
      BackupReport backup =
          new CatalogBackup(vault, database.database(), work.context())
              .run(
                  new BackupOptions(
                      Optional.empty(),
                      Optional.empty(),
                      2,
                      false,
                      BackupOptions.Wanted.AUTO,
                      Optional.empty(),
                      List.of()));
      assertThat(backup.manifest().rows()).isPositive();
      assertThat(
              new BackupVerification(vault, work.context(), RowTap.NONE)
                  .run(new VerifyOptions(Optional.of("latest"), false, 2))
                  .sound())
          .isTrue();

      database.execute(
          "DELETE FROM nessie.objs2", "DELETE FROM nessie.refs2 WHERE ref_name LIKE '%a%'");
      List<String> wrecked = database.catalogFingerprint("nessie");
      assertThat(wrecked).isNotEqualTo(before);

      CatalogRestore restore = new CatalogRestore(vault, database.database(), work.context());
      RestoreReport report =
          restore.execute(restore.plan(new RestoreOptions("latest", Optional.empty(), 2, false)));
      assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
      assertThat(report.restored().load().rows()).isEqualTo(backup.manifest().rows());
      assertThat(report.keptSchema()).isPresent();

      RestoreUndo undo = new RestoreUndo(database.database(), work.context());
      UndoOptions options = new UndoOptions(Optional.empty(), false);
      UndoReport undone = undo.execute(undo.planUndo(options));
      assertThat(undone.keptSchema()).isPresent();
      assertThat(database.catalogFingerprint("nessie")).isEqualTo(wrecked);
      undo.execute(undo.planUndo(options));
      assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
      assertThat(undo.execute(undo.planRelease(options)).released()).hasSize(1);
      assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aBackupMovesToTheNewestServer(int version) {
    try (TestDatabase old = TestDatabase.create(version).withCatalog("nessie");
        TestDatabase newest = TestDatabase.create()) {
      new Operations(new FolderStore(folder), old.database(), work).backup();
      new Operations(new FolderStore(folder), newest.database(), work).restoreLatest();
      assertThat(newest.catalogFingerprint("nessie")).isEqualTo(old.catalogFingerprint("nessie"));
    }
  }
}
