package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.testing.LookalikeKeys;
import org.nessiebackup.testing.TestDatabase;

/** When the second backup is full again because of the vault, the clock or the user. */
class FullAgainTest {
  private final IncrementalScene scene = new IncrementalScene();
  private TestDatabase database;

  @BeforeEach
  void firstBackup() {
    database = TestDatabase.create().withCatalog("nessie");
    assertThat(scene.backUp(database).fullReason()).contains(FullReason.FIRST);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void fullBackupIsTakenWhenTheLastOneIsTooOldOrSomebodyWantsIt() {
    assertThat(
            scene
                .backUp(database.database(), Wanted.AUTO, Optional.of(Duration.ofSeconds(30)))
                .fullReason())
        .contains(FullReason.FULL_TOO_OLD);
    assertThat(scene.backUp(database.database(), Wanted.FULL, Optional.empty()).fullReason())
        .contains(FullReason.ASKED_FOR);
  }

  @Test
  void onlyIncrementalMeansNothingWhereThatIsNotPossible() {
    database.execute("ALTER TABLE nessie.objs2 ADD COLUMN extra text");
    int before = scene.vault().backups().list().size();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.backUp(database.database(), Wanted.INCREMENTAL, Optional.empty()))
        .withMessageContaining("columns")
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertThat(scene.vault().backups().list()).hasSize(before);
  }

  @Test
  void clockOfTheHostMayBeWrongAndNothingIsFullBecauseOfIt() {
    for (Duration jump : List.of(Duration.ofDays(400), Duration.ofDays(-800))) {
      scene.turnBack(jump);
      scene.grow(database, 1);
      BackupReport wrong = scene.backUp(database);
      scene.turnBack(jump.negated());
      scene.grow(database, 1);
      BackupReport right = scene.backUp(database);

      assertThat(wrong.fullReason()).isEmpty();
      assertThat(right.fullReason()).isEmpty();
      assertThat(scene.vault().backups().latest())
          .map(Manifest::id)
          .contains(right.manifest().id());
      scene.assertRestores(database, right.manifest());
    }
  }

  @Test
  void anotherCatalogThatContinuesTheHistoryIsBackedUpInFull() {
    try (TestDatabase other = TestDatabase.create().withCatalog("nessie")) {
      BackupReport report = scene.continueHistory(other);
      assertThat(report.fullReason()).contains(FullReason.OTHER_CATALOG);
      scene.assertRestores(other, report.manifest());
    }
  }

  @Test
  void damagedParentIsAnsweredByAFullBackup() throws IOException {
    BackupReport report = scene.backUp(database);
    String folder = "backups/" + report.manifest().parent().orElseThrow() + "/";
    scene.store().delete(folder + "objs2-0000.keys");
    scene.full(database, FullReason.PARENT_DAMAGED);
  }

  @Test
  void newRowWhoseKeyLooksLikeThatOfAnOldOneHidesNoDeletion() {
    String gone = "INSERT INTO nessie.objs2 (repo, obj_id, obj_type) VALUES ('gone', '\\x01', 'v')";
    database.execute(gone, LookalikeKeys.insert(LookalikeKeys.ONE));
    scene.incremental(database);
    database.execute(
        LookalikeKeys.insert(LookalikeKeys.OTHER), "DELETE FROM nessie.objs2 WHERE repo = 'gone'");
    scene.full(database, FullReason.COUNTS_DISAGREE);
  }

  @Test
  void newRowWhoseKeyLooksLikeThatOfAnOldOneIsNoChangeOfIt() {
    database.execute(LookalikeKeys.insert(LookalikeKeys.ONE));
    scene.incremental(database);
    database.execute(LookalikeKeys.insert(LookalikeKeys.OTHER));
    assertThat(scene.incremental(database).updated()).isZero();
    database.execute("UPDATE nessie.objs2 SET obj_ref = 7 WHERE obj_type = 'u'");
    scene.full(database, FullReason.COUNTS_DISAGREE);
  }

  @Test
  void damageThatShowsOnlyWhenKeysAreComparedIsAnsweredByAFullBackup() throws IOException {
    String list = "backups/" + scene.vault().backups().list().getFirst().id() + "/objs2-0000.keys";
    byte[] bytes = scene.store().bytes(list);
    bytes[bytes.length / 2] ^= 1;
    scene.store().overwrite(list, bytes);
    database.execute("DELETE FROM nessie.objs2 WHERE obj_type = 'u'");
    scene.full(database, FullReason.PARENT_DAMAGED);
    assertThat(scene.vault().backups().list()).hasSize(2);
    scene.incremental(database);
  }
}
