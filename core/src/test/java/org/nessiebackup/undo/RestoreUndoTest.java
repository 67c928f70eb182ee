package org.nessiebackup.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

class RestoreUndoTest {
  private static final UndoOptions DEFAULT = new UndoOptions(Optional.empty(), false);

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final RestoreUndo undo = new RestoreUndo(database.database(), work.context());
  private @TempDir Path folder;

  @AfterEach
  void drop() {
    database.close();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database.database(), work);
  }

  @Test
  void saysThatThereIsNothingToUndo() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.planUndo(DEFAULT))
        .matches(e -> e.failure() == Failure.BACKUP_NOT_FOUND);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.planRelease(DEFAULT))
        .matches(e -> e.failure() == Failure.BACKUP_NOT_FOUND);
  }

  @Test
  void takesBackTheNewestOfSeveralRestores() {
    operations().backup();
    database.execute("UPDATE nessie.refs2 SET created_at = 1");
    List<String> first = database.catalogFingerprint("nessie");
    operations().restoreLatest();
    database.execute("UPDATE nessie.refs2 SET created_at = 2");
    List<String> second = database.catalogFingerprint("nessie");
    operations().restoreLatest();
    undo.execute(undo.planUndo(DEFAULT));
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(second);
    UndoPlan.Release release = undo.planRelease(DEFAULT);
    assertThat(release.kept()).hasSize(2);
    // The older one still holds what the first restore replaced.
    assertThat(database.catalogFingerprint(release.kept().getLast().schema())).isEqualTo(first);
    assertThat(undo.execute(release).released()).hasSize(2);
    assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_b%'"))
        .isEmpty();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(second);
  }

  @Test
  void bringsTablesBackThatSomebodyHasDropped() {
    List<String> before = database.catalogFingerprint("nessie");
    operations().backup();
    operations().restoreLatest();
    database.execute("DROP TABLE nessie.refs2, nessie.objs2");
    UndoReport report = undo.execute(undo.planUndo(DEFAULT));
    assertThat(report.keptSchema()).isEmpty();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void wantsToKnowWhichCatalogWhenSeveralHaveKeptTables() {
    operations().backup();
    operations().restoreLatest();
    operations().restoreInto("clone");
    operations().restoreInto("clone");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.planUndo(DEFAULT))
        .matches(e -> e.failure() == Failure.CATALOG_AMBIGUOUS);
    assertThat(undo.execute(undo.planUndo(new UndoOptions(Optional.of("clone"), false))).schema())
        .contains("clone");
  }
}
