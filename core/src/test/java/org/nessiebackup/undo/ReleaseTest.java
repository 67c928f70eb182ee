package org.nessiebackup.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** What a release drops, and what it leaves. */
class ReleaseTest {
  private static final UndoOptions ALL = new UndoOptions(Optional.empty(), false);
  private static final UndoOptions A_WEEK_OLD =
      new UndoOptions(
          Optional.empty(), false, Optional.empty(), Optional.of(Duration.ofDays(7)), false);
  private static final String KEPT =
      "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'nessie_backup_')";

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final RestoreUndo undo = new RestoreUndo(database.database(), work.context());
  private @TempDir Path folder;

  @BeforeEach
  void backUp() {
    operations().backup();
    database.execute("CREATE SCHEMA bi");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database.database(), work);
  }

  private String restored() {
    return operations().restoreLatest().keptSchema().orElseThrow();
  }

  private List<String> built(UndoPlan.Release plan) {
    return plan.dependents().stream().map(Dependent::title).toList();
  }

  private void assertGuarded(UndoPlan.Release plan) {
    List<String> schemas = database.query(KEPT);
    assertThat(plan.obstacles()).isNotEmpty();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.execute(plan))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertThat(database.query(KEPT)).isEqualTo(schemas);
  }

  @Test
  void whateverOthersHaveBuiltOnKeptTablesIsNamedAndStopsTheRelease() {
    database.execute(
        "CREATE VIEW bi.heads AS SELECT repo, ref_name FROM nessie.refs2",
        "CREATE VIEW bi.\"Odd \"\"name\" AS SELECT * FROM bi.heads",
        "CREATE MATERIALIZED VIEW bi.counts AS SELECT count(*) AS n FROM nessie.objs2",
        "CREATE FUNCTION bi.total() RETURNS bigint LANGUAGE sql"
            + " BEGIN ATOMIC SELECT count(*) FROM nessie.refs2; END",
        "CREATE TABLE bi.pinned (repo text, ref_name text,"
            + " CONSTRAINT pins FOREIGN KEY (repo, ref_name) REFERENCES nessie.refs2)",
        "CREATE TABLE bi.rows (a nessie.refs2)",
        "CREATE TABLE bi.mine (name text)",
        "CREATE POLICY seen ON bi.mine USING (name IN (SELECT ref_name FROM nessie.refs2))",
        "CREATE RULE also AS ON DELETE TO bi.mine DO ALSO DELETE FROM nessie.refs2 WHERE false",
        "CREATE TABLE nessie.objs2_archive () INHERITS (nessie.objs2)");
    operations().restoreLatest();

    UndoPlan.Release plan = undo.planRelease(ALL);
    assertThat(built(plan))
        .containsExactlyInAnyOrder(
            "view bi.heads",
            "view bi.\"Odd \"\"name\"",
            "materialized view bi.counts",
            "function bi.total()",
            "table constraint pins on bi.pinned",
            "table bi.rows",
            "policy seen on bi.mine",
            "rule also on bi.mine",
            "child table nessie.objs2_archive");
    assertThat(plan.dependents().stream().filter(each -> each.title().equals("view bi.heads")))
        .singleElement()
        .extracting(each -> each.definition().orElse(""))
        .asString()
        .startsWith("CREATE VIEW bi.heads AS ")
        .contains("ref_name");
    assertGuarded(plan);
    assertThat(database.query("SELECT count(*) FROM bi.heads")).isNotEmpty();
  }

  @Test
  void thePlanSaysHowAViewIsMovedToTheTablesOfNow() {
    database.execute(
        "CREATE VIEW bi.heads WITH (security_barrier = true) AS SELECT ref_name FROM nessie.refs2");
    operations().restoreLatest();
    database.execute(
        undo.planRelease(ALL).dependents().getFirst().readingFrom("nessie").orElseThrow());
    assertThat(undo.execute(undo.planRelease(ALL)).released()).hasSize(1);
    assertThat(database.query("SELECT reloptions::text FROM pg_class WHERE relname = 'heads'"))
        .containsExactly("{security_barrier=true}");
  }

  @Test
  void whatBelongsToAKeptTableGoesWithIt() {
    database.execute(
        "CREATE INDEX by_type ON nessie.objs2 (obj_type)",
        "CREATE STATISTICS bi.both ON repo, obj_type FROM nessie.objs2",
        "CREATE POLICY own ON nessie.refs2 USING (repo <> 'x')",
        "ALTER TABLE nessie.objs2 ADD CONSTRAINT sane CHECK (repo <> 'x')",
        "CREATE TRIGGER t BEFORE UPDATE ON nessie.refs2 FOR EACH ROW"
            + " EXECUTE FUNCTION suppress_redundant_updates_trigger()");
    String kept = restored();
    assertThat(undo.execute(undo.planRelease(ALL)).released()).containsExactly(kept);
    assertThat(database.query(KEPT)).isEmpty();
  }

  @Test
  void aPublicationThatStillNamesAKeptTableStopsTheRelease() {
    String kept = restored();
    database.execute("CREATE PUBLICATION changes FOR TABLE " + kept + ".refs2");
    UndoPlan.Release plan = undo.planRelease(ALL);
    assertThat(built(plan))
        .containsExactly("publication relation " + kept + ".refs2 in publication changes");
    assertThat(plan.dependents().getFirst().definition().orElse(""))
        .isEqualTo("ALTER PUBLICATION changes ADD TABLE ONLY " + kept + ".refs2");
    assertGuarded(plan);
    database.execute("DROP PUBLICATION changes");
    undo.execute(undo.planRelease(ALL));
  }

  @Test
  void aSchemaThatHoldsWhatIsNotOursIsNeitherDroppedNorEmptied() {
    String kept = restored();
    database.execute("CREATE TABLE " + kept + ".notes (x int)");
    UndoPlan.Release plan = undo.planRelease(ALL);
    assertThat(built(plan)).containsExactly("table " + kept + ".notes");
    assertGuarded(plan);

    List<String> before = database.catalogFingerprint("nessie");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.planUndo(ALL))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED)
        .withMessageContaining("table " + kept + ".notes");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);

    database.execute("ALTER TABLE " + kept + ".notes SET SCHEMA bi");
    undo.execute(undo.planUndo(ALL));
    assertThat(undo.execute(undo.planRelease(ALL)).released()).hasSize(1);
  }

  @Test
  void whatIsBuiltAfterThePlanIsNotDroppedEither() {
    String kept = restored();
    UndoPlan.Release plan = undo.planRelease(ALL);
    database.execute("CREATE VIEW bi.late AS SELECT * FROM " + kept + ".refs2");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> undo.execute(plan))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED)
        .withMessageContaining("view bi.late");
    assertThat(database.query(KEPT)).containsExactly(kept);
  }

  @Test
  void aReleaseByAgeTakesWhatIsOldEnoughAndPassesOverWhatOthersBuiltOn() {
    database.execute("CREATE VIEW bi.heads AS SELECT ref_name FROM nessie.refs2");
    String viewed = restored();
    String free = restored();
    assertThat(undo.planRelease(A_WEEK_OLD).kept()).isEmpty();
    assertThat(undo.execute(undo.planRelease(A_WEEK_OLD)).released()).isEmpty();

    work.by(Clock.fixed(Instant.now().plus(Duration.ofDays(8)), ZoneOffset.UTC));
    RestoreUndo later = new RestoreUndo(database.database(), work.context());
    String young = restored();
    UndoPlan.Release plan = later.planRelease(A_WEEK_OLD);
    assertThat(plan.kept()).extracting(KeptTables::schema).containsExactly(free);
    assertThat(plan.held()).extracting(KeptTables::schema).containsExactly(viewed);
    UndoReport report = later.execute(plan);
    assertThat(report.released()).containsExactly(free);
    assertThat(report.held()).containsExactly(viewed);
    assertThat(database.query(KEPT)).containsExactlyInAnyOrder(viewed, young);
  }

  @Test
  void aReleaseByAgeIsContentWithNothing() {
    UndoReport report = undo.execute(undo.planRelease(A_WEEK_OLD));
    assertThat(report.released()).isEmpty();
    assertThat(report.schema()).isEmpty();
  }
}
