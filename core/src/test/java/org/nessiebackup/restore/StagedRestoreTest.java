package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.swap.StagedRestore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

/** The two steps of a restore, and what a process finds that was not there for the first. */
class StagedRestoreTest {
  private static final RestoreId FIRST = new RestoreId("20261122T020000Z-0001");
  private static final RestoreId SECOND = new RestoreId("20261122T020000Z-0002");
  private static final RestoreOptions LATEST =
      new RestoreOptions("latest", Optional.empty(), 2, false);

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private @TempDir Path folder;

  @AfterEach
  void drop() {
    database.execute(
        "DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE"
            + " 'nessie_backup_staging%' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END"
            + " LOOP; END $$");
    database.close();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database.database(), work);
  }

  /** Another process: nothing but the names is known. */
  private CatalogRestore restore() {
    return operations().restore();
  }

  private RestoreState state(RestoreId restore) {
    return restore().state("nessie", restore);
  }

  private StagedRestore stage(RestoreId restore) {
    return restore().stage(restore().plan(LATEST, restore));
  }

  private List<String> catalog() {
    return database.catalogFingerprint("nessie");
  }

  private BackupId backUpAndWreck() {
    BackupId backup = operations().backup().id();
    database.execute("UPDATE nessie.refs2 SET created_at = 1");
    return backup;
  }

  @Test
  void stagingLeavesTheCatalogAndTheSwapBringsTheBackup() {
    List<String> before = catalog();
    BackupId backup = backUpAndWreck();
    List<String> wrecked = catalog();
    assertThat(state(FIRST)).isEqualTo(new RestoreState.Absent());

    StagedRestore staged = stage(FIRST);
    assertThat(staged.point().id()).isEqualTo(PointId.of(backup));
    assertThat(staged.load().rows()).isPositive();
    assertThat(catalog()).isEqualTo(wrecked);
    assertThat(database.catalogFingerprint(staged.schema())).isEqualTo(before);

    RestoreReport report = restore().swap(staged, false);
    assertThat(report.keptSchema()).contains(FIRST.keptSchema());
    assertThat(report.restored().load().rows()).isEqualTo(staged.load().rows());
    assertThat(report.restored().load().loading()).isEqualTo(staged.load().loading());
    assertThat(catalog()).isEqualTo(before);
    assertThat(restore().staged("nessie")).isEmpty();
  }

  @Test
  void aConnectedNessieIsNoObstacleToStagingButToTheSwap() throws SQLException {
    List<String> before = catalog();
    backUpAndWreck();
    String nessie = "nessie_" + database.name();
    database.execute(
        "CREATE ROLE " + nessie + " LOGIN",
        "ALTER TABLE nessie.refs2 OWNER TO " + nessie,
        "ALTER TABLE nessie.objs2 OWNER TO " + nessie);
    StagedRestore staged;
    try (Connection session =
        DriverManager.getConnection(database.server().jdbcUrl(database.name()), nessie, "")) {
      assertThat(session.isValid(5)).isTrue();
      RestorePlan plan = restore().plan(LATEST, FIRST);
      assertThat(plan.swap().obstacles()).singleElement().asString().contains(nessie);
      staged = restore().stage(plan);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> restore().swap(staged, false))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED)
          .withMessageContaining(nessie);
      assertThat(state(FIRST)).isEqualTo(new RestoreState.Staged(staged));
    }
    restore().swap(staged, false);
    assertThat(catalog()).isEqualTo(before);
    database.execute("DROP OWNED BY " + nessie, "DROP ROLE " + nessie);
  }

  @Test
  void theDatabaseRemembersEachStepForWhoeverComesAfterACrash() {
    List<String> before = catalog();
    backUpAndWreck();
    StagedRestore staged = stage(FIRST);
    assertThat(state(FIRST)).isEqualTo(new RestoreState.Staged(staged));
    assertThat(restore().staged("nessie")).contains(staged);
    assertThat(restore().staged("other")).isEmpty();
    assertThat(restore().state("other", FIRST)).isEqualTo(new RestoreState.Absent());
    assertThat(state(SECOND)).isEqualTo(new RestoreState.Absent());

    restore().swap(restore().staged("nessie").orElseThrow(), false);
    assertThat(state(FIRST))
        .isInstanceOfSatisfying(
            RestoreState.Swapped.class,
            swapped ->
                assertThat(swapped.kept().orElseThrow().schema()).isEqualTo(FIRST.keptSchema()));

    operations().undo();
    assertThat(state(FIRST)).isInstanceOf(RestoreState.Undone.class);
    operations().undo();
    assertThat(state(FIRST)).isInstanceOf(RestoreState.Swapped.class);
    assertThat(catalog()).isEqualTo(before);
    operations().undo();
    assertThat(state(FIRST)).isInstanceOf(RestoreState.Undone.class);
  }

  @Test
  void aRestoreIsNotDoneTwiceUnderOneName() {
    backUpAndWreck();
    restore().swap(stage(FIRST), false);
    List<String> restored = catalog();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> stage(FIRST))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED)
        .withMessageContaining(FIRST.value());
    operations().undo();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> stage(FIRST))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertThat(catalog()).isNotEqualTo(restored);
  }

  @Test
  void aSwapIntoAnEmptySchemaIsRememberedWithoutKeptTables() {
    operations().backup();
    RestoreOptions options = new RestoreOptions("latest", Optional.of("clone"), 2, false);
    restore().swap(restore().stage(restore().plan(options, FIRST)), false);
    assertThat(restore().state("clone", FIRST))
        .isEqualTo(new RestoreState.Swapped(Optional.empty()));
    // It holds on when the next restore moves these tables away, and is not handed on to its own.
    restore().swap(restore().stage(restore().plan(options, SECOND)), false);
    assertThat(restore().state("clone", FIRST))
        .isEqualTo(new RestoreState.Swapped(Optional.empty()));
    assertThat(database.query("SELECT obj_description('clone.refs2'::regclass)"))
        .containsExactly((String) null);
  }

  @Test
  void whatIsDiscardedIsGoneAndCannotBeSwappedIn() {
    backUpAndWreck();
    List<String> wrecked = catalog();
    StagedRestore staged = stage(FIRST);
    restore().discard(staged);
    restore().discard(staged);
    assertThat(state(FIRST)).isEqualTo(new RestoreState.Absent());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> restore().swap(staged, false))
        .matches(e -> e.failure() == Failure.LOCKED)
        .withMessageContaining("gone");
    assertThat(catalog()).isEqualTo(wrecked);
  }

  @Test
  void whatTheVersionBeforeHasStagedIsTakenUp() {
    backUpAndWreck();
    StagedRestore staged = stage(FIRST);
    String written =
        "nessie-backup: purpose=STAGED catalog=nessie at=%s backup=%s restore=%s label=%s"
                .formatted(
                    staged.at().toString().replace(":", "%3A"),
                    staged.point(),
                    staged.restore(),
                    staged.catalog().tables().label())
            + " tables=%s rows=%d bytes=%d loading=%s checking=%s loaded=%s replaces=%s"
                .formatted(
                    String.join("%2C", staged.catalog().names()),
                    staged.load().rows(),
                    staged.load().rawBytes(),
                    staged.load().loading(),
                    staged.load().checking(),
                    staged.evidence().loaded(),
                    staged.evidence().replaced());
    database.execute("COMMENT ON SCHEMA " + staged.schema() + " IS '" + written + "'");
    StagedRestore found = ((RestoreState.Staged) state(FIRST)).restore();
    assertThat(found).usingRecursiveComparison().ignoringFields("point.state").isEqualTo(staged);
    assertThat(found.point().state()).isEmpty();
    assertThat(restore().swap(found, false).keptSchema()).contains(FIRST.keptSchema());

    String kept =
        "nessie-backup: purpose=KEPT catalog=nessie at=2026-11-22T02%3A00%3A00Z backup="
            + staged.point();
    database.execute("COMMENT ON SCHEMA " + FIRST.keptSchema() + " IS '" + kept + "'");
    operations().undo();
    assertThat(catalog()).isNotEmpty();
  }

  @Test
  void anIncompleteStagingIsNeverTakenForAWholeOne() {
    backUpAndWreck();
    List<String> wrecked = catalog();
    StagedRestore staged = stage(FIRST);
    String schema = staged.schema();
    for (String damage :
        List.of(
            "ALTER TABLE %s.objs2 DROP CONSTRAINT objs2_pkey",
            "TRUNCATE %s.refs2",
            "CREATE TABLE %s.more (x int)",
            "DROP TABLE %s.refs2",
            "COMMENT ON SCHEMA %s IS 'nessie-backup: purpose=STAGED catalog=nessie"
                + " at=2026-11-22T02%%3A00%%3A00Z restore=20261122T020000Z-0001'",
            "COMMENT ON SCHEMA %s IS 'nessie-backup: purpose=STAGING catalog=nessie"
                + " at=2026-11-22T02%%3A00%%3A00Z restore=20261122T020000Z-0001'")) {
      StagedRestore whole = stage(FIRST);
      database.execute(damage.formatted(schema));
      assertThat(state(FIRST)).as(damage).isEqualTo(new RestoreState.Incomplete(schema));
      assertThat(restore().staged("nessie")).as(damage).isEmpty();
      assertThatExceptionOfType(BackupException.class)
          .as(damage)
          .isThrownBy(() -> restore().swap(whole, false))
          .matches(e -> e.failure() == Failure.LOCKED);
      database.execute("DROP TABLE IF EXISTS " + schema + ".more");
    }
    assertThat(catalog()).isEqualTo(wrecked);
  }

  @Test
  void aPlainRestoreSaysThatItRemovesWhatWasStagedForItsCatalogAndLeavesOthers() {
    List<String> before = catalog();
    backUpAndWreck();
    RestoreOptions clone = new RestoreOptions("latest", Optional.of("clone"), 2, false);
    StagedRestore other = restore().stage(restore().plan(clone, SECOND));
    StagedRestore staged = stage(FIRST);
    assertThat(operations().plan().warnings())
        .singleElement()
        .asString()
        .contains(staged.schema(), staged.point().toString());
    operations().restoreLatest();
    assertThat(catalog()).isEqualTo(before);
    assertThat(state(FIRST)).isEqualTo(new RestoreState.Absent());
    assertThat(restore().state("clone", SECOND)).isEqualTo(new RestoreState.Staged(other));
  }

  @Test
  void grantsAndOwnerAreThoseOfTheMomentOfTheSwap() {
    String owner = "owner_" + database.name();
    String reader = "reader_" + database.name();
    database.execute(
        "CREATE ROLE " + owner,
        "CREATE ROLE " + reader,
        "GRANT SELECT ON nessie.refs2 TO " + reader);
    backUpAndWreck();
    StagedRestore staged = stage(FIRST);
    database.execute(
        "REVOKE SELECT ON nessie.refs2 FROM " + reader,
        "GRANT SELECT ON nessie.objs2 TO " + reader,
        "COMMENT ON TABLE nessie.objs2 IS 'written meanwhile'",
        "ALTER TABLE nessie.objs2 OWNER TO " + owner);
    restore().swap(staged, false);
    assertThat(
            database.query(
                """
                SELECT format('%%s %%s %%s %%s', relname, relowner::regrole,
                  has_table_privilege('%s', oid, 'SELECT'), obj_description(oid))
                FROM pg_class WHERE relnamespace = 'nessie'::regnamespace AND relkind = 'r'
                ORDER BY relname
                """
                    .formatted(reader)))
        .containsExactly("objs2 " + owner + " t written meanwhile", "refs2 postgres f ");
    database.execute(
        "DROP OWNED BY " + owner + ", " + reader + " CASCADE",
        "DROP ROLE " + owner + ", " + reader);
  }

  @Test
  void aCatalogThatWasAlteredOrExchangedSinceIsNotReplaced() {
    backUpAndWreck();
    for (String change :
        List.of(
            "ALTER TABLE nessie.objs2 ADD COLUMN newer int",
            "ALTER TABLE nessie.objs2 SET (fillfactor = 90)",
            "ALTER TABLE nessie.objs2 RENAME CONSTRAINT objs2_pkey TO other",
            "DROP TABLE nessie.refs2",
            "CREATE TABLE nessie.refs2 (x int)")) {
      StagedRestore staged = stage(FIRST);
      database.execute(change);
      assertThatExceptionOfType(BackupException.class)
          .as(change)
          .isThrownBy(() -> restore().swap(staged, false))
          .matches(e -> e.failure() == Failure.LOCKED)
          .withMessageContaining("altered");
      assertThat(state(FIRST)).isEqualTo(new RestoreState.Staged(staged));
    }
    restore().swap(stage(FIRST), false);
    StagedRestore second = stage(SECOND);
    operations().undo();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> restore().swap(second, false))
        .matches(e -> e.failure() == Failure.LOCKED);
  }

  @Test
  void rowsThatNessieWritesAfterTheStagingDoNotMatter() {
    List<String> before = catalog();
    backUpAndWreck();
    StagedRestore staged = stage(FIRST);
    database.execute(
        "UPDATE nessie.refs2 SET created_at = 2", "VACUUM FULL nessie.refs2", "ANALYZE");
    restore().swap(staged, false);
    assertThat(catalog()).isEqualTo(before);
  }

  @Test
  void anUndoOfACertainRestoreRefusesAnyOther() {
    backUpAndWreck();
    restore().swap(stage(FIRST), false);
    restore().swap(stage(SECOND), false);
    List<String> restored = catalog();
    RestoreUndo undo = new RestoreUndo(database.database(), work.context());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                undo.planUndo(
                    new UndoOptions(
                        Optional.of("nessie"),
                        false,
                        Optional.of(FIRST.keptSchema()),
                        Optional.empty(),
                        false)))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED)
        .withMessageContaining(SECOND.keptSchema());
    assertThat(catalog()).isEqualTo(restored);
    undo.execute(
        undo.planUndo(
            new UndoOptions(
                Optional.of("nessie"),
                false,
                Optional.of(SECOND.keptSchema()),
                Optional.empty(),
                false)));
    assertThat(state(SECOND)).isInstanceOf(RestoreState.Undone.class);
    assertThat(state(FIRST)).isInstanceOf(RestoreState.Swapped.class);
  }

  @Test
  void anUndoThatWasPlannedBeforeAnotherRestoreIsRefused() {
    backUpAndWreck();
    restore().swap(stage(FIRST), false);
    RestoreUndo undo = new RestoreUndo(database.database(), work.context());
    var plan = undo.planUndo(new UndoOptions(Optional.empty(), false));
    restore().swap(stage(SECOND), false);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.execute(plan))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertThat(state(SECOND)).isInstanceOf(RestoreState.Swapped.class);
  }

  @Test
  void aStagingThatFailsLeavesNothing() {
    backUpAndWreck();
    work.onAdvance(() -> work.cancellation().request());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> stage(FIRST))
        .matches(e -> e.failure() == Failure.INTERRUPTED);
    assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_b%'"))
        .isEmpty();
  }
}
