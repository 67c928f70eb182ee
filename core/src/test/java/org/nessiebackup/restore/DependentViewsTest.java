package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.properties.ViewMove;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.StagedRestore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.vault.point.PointSelector;

/** Views of others that read the tables of a catalog, when these are exchanged. */
class DependentViewsTest {
  private static final RestoreOptions MOVING =
      new RestoreOptions(new PointSelector.Named("latest", true), Optional.empty(), 2, false, true);
  private static final UndoOptions ANY = new UndoOptions(Optional.empty(), false);
  private static final String TITLES =
      "SELECT string_agg(title, ',' ORDER BY title) FROM bi.\"Odd view\"";

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final RestoreUndo undo = new RestoreUndo(database.database(), work.context());
  private final String reader = "reader_" + database.name();
  private @TempDir Path folder;

  @BeforeEach
  void viewAndBackUp() {
    database.execute(
        "CREATE ROLE " + reader,
        "CREATE SCHEMA bi",
        "CREATE FUNCTION bi.lower(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT upper($1)'",
        "CREATE VIEW bi.\"Odd view\" WITH (security_barrier = true, check_option = local) AS"
            + " SELECT ref_name AS title, repo FROM nessie.refs2 WHERE bi.lower(ref_name) <> ''",
        "ALTER VIEW bi.\"Odd view\" ALTER COLUMN repo SET DEFAULT 'r'",
        "COMMENT ON VIEW bi.\"Odd view\" IS 'of the dashboard'",
        "GRANT SELECT ON bi.\"Odd view\" TO " + reader,
        "CREATE VIEW bi.above AS SELECT count(*) AS n FROM bi.\"Odd view\"",
        "CREATE VIEW bi.joined AS SELECT r.repo FROM nessie.refs2 r JOIN nessie.objs2 o ON"
            + " o.repo = r.repo AND o.obj_id = r.pointer");
    operations().backup();
  }

  @AfterEach
  void drop() {
    database.execute("DROP OWNED BY " + reader, "DROP ROLE " + reader);
    database.close();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database.database(), work);
  }

  private RestoreReport restoreMoving() {
    CatalogRestore restore = operations().restore();
    return restore.execute(restore.plan(MOVING));
  }

  /** All that a view is besides what it reads. */
  private List<String> nature() {
    return database.query(
        "SELECT format('%s %s %s %s %s %s', c.oid, c.relowner, c.relacl, c.reloptions,"
            + " obj_description(c.oid), (SELECT string_agg(adbin::text, ',') FROM pg_attrdef WHERE"
            + " adrelid = c.oid)) FROM pg_class c WHERE relnamespace = 'bi'::regnamespace AND"
            + " relkind = 'v' ORDER BY 1");
  }

  private List<String> readBy(String view) {
    return database.query(
        "SELECT DISTINCT n.nspname FROM pg_rewrite w JOIN pg_depend d ON d.objid = w.oid AND"
            + " d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass JOIN"
            + " pg_class t ON t.oid = d.refobjid AND t.relkind = 'r' JOIN pg_namespace n ON n.oid ="
            + " t.relnamespace WHERE w.ev_class = '"
            + view
            + "'::regclass");
  }

  @Test
  void whatIsAskedForMovesAndTheUndoMovesItBack() {
    String before = database.query(TITLES).getFirst();
    List<String> nature = nature();
    database.execute("DELETE FROM nessie.refs2 WHERE ref_name NOT LIKE '%main%'");
    String wrecked = database.query(TITLES).getFirst();
    RestorePlan plan = operations().restore().plan(MOVING);
    assertThat(plan.swap().builtOn().views())
        .extracting(ViewMove::name)
        .containsExactly("bi.\"Odd view\"", "bi.joined");
    assertThat(plan.warnings()).isEmpty();

    RestoreReport report = restoreMoving();
    assertThat(report.swapped().movedViews()).containsExactly("bi.\"Odd view\"", "bi.joined");
    assertThat(report.swapped().warnings()).isEmpty();
    assertThat(database.query(TITLES)).containsExactly(before);
    assertThat(readBy("bi.joined")).containsExactly("nessie");
    assertThat(nature()).isEqualTo(nature);

    UndoPlan.SwapBack back = undo.planUndo(ANY);
    assertThat(back.swap().builtOn().views()).hasSize(2);
    assertThat(undo.execute(back).movedViews()).hasSize(2);
    assertThat(database.query(TITLES)).containsExactly(wrecked);
    undo.execute(undo.planUndo(ANY));
    assertThat(database.query(TITLES)).containsExactly(before);
    assertThat(nature()).isEqualTo(nature);
    assertThat(undo.execute(undo.planRelease(ANY)).released()).hasSize(1);
    assertThat(database.query(TITLES)).containsExactly(before);
  }

  @Test
  void unaskedTheyStayAndAreNamedAndComeBackWithTheirTables() {
    List<String> warnings = operations().plan().warnings();
    assertThat(warnings)
        .anyMatch(
            each -> each.contains("view bi.\"Odd view\"") && each.contains("--move-views makes"))
        .anyMatch(each -> each.contains("view bi.above"))
        .anyMatch(each -> each.contains("view bi.joined"))
        .hasSize(3);
    RestoreReport report = operations().restoreLatest();
    assertThat(report.swapped().warnings()).isEqualTo(warnings);
    assertThat(report.swapped().movedViews()).isEmpty();
    assertThat(readBy("bi.joined")).containsExactly(report.keptSchema().orElseThrow());
    assertThat(undo.planUndo(ANY).swap().builtOn().warnings()).isEmpty();
    operations().undo();
    assertThat(readBy("bi.joined")).containsExactly("nessie");
  }

  @Test
  void anUndoSaysWhatGoesOnWithTheTablesOfNowAndCanMoveItToo() {
    operations().restoreLatest();
    database.execute("CREATE VIEW bi.later AS SELECT repo FROM nessie.refs2");
    assertThat(undo.planUndo(ANY).swap().builtOn().warnings())
        .singleElement()
        .asString()
        .contains("view bi.later", "--move-views");
    assertThat(undo.execute(undo.planUndo(ANY.movingViews(true))).movedViews())
        .containsExactly("bi.later");
    assertThat(readBy("bi.later")).containsExactly("nessie");
  }

  @Test
  void whatCannotBeMovedExactlyIsRefusedBeforeAnythingIsDone() {
    for (List<String> hindrance :
        List.of(
            List.of(
                "CREATE MATERIALIZED VIEW bi.x AS SELECT count(*) AS n FROM nessie.objs2",
                "DROP MATERIALIZED VIEW bi.x",
                "materialized"),
            List.of(
                "CREATE VIEW bi.x AS SELECT r FROM nessie.refs2 r", "DROP VIEW bi.x", "row type"),
            List.of(
                "CREATE RULE x AS ON DELETE TO bi.above DO INSTEAD DELETE FROM nessie.refs2",
                "DROP RULE x ON bi.above",
                "a rule on it"),
            List.of(
                "ALTER TABLE nessie.refs2 ALTER created_at TYPE numeric; CREATE VIEW bi.x AS SELECT"
                    + " created_at FROM nessie.refs2",
                "DROP VIEW bi.x; ALTER TABLE nessie.refs2 ALTER created_at TYPE bigint",
                "column \"created_at\""))) {
      database.execute(hindrance.getFirst());
      assertThatExceptionOfType(BackupException.class)
          .as(hindrance.getFirst())
          .isThrownBy(() -> operations().restore().plan(MOVING))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED)
          .withMessageContaining(hindrance.getLast());
      assertThat(operations().plan().warnings())
          .anyMatch(
              each -> each.contains("--move-views cannot") && each.contains(hindrance.getLast()));
      database.execute(hindrance.get(1));
    }
  }

  @Test
  void aViewMadeAfterThePlanEndsTheSwapIfItCannotBeMoved() {
    StagedRestore staged =
        operations()
            .restore()
            .stage(operations().restore().plan(MOVING, new RestoreId("20261122T020000Z-0001")));
    database.execute("CREATE MATERIALIZED VIEW bi.late AS SELECT 1 AS one FROM nessie.objs2");
    List<String> before = database.catalogFingerprint("nessie");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations().restore().swap(staged, false))
        .matches(e -> e.failure() == Failure.TARGET_GUARDED)
        .withMessageContaining("bi.late");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);

    // The option is remembered with what is staged.
    database.execute("DROP MATERIALIZED VIEW bi.late");
    StagedRestore found = operations().restore().staged("nessie").orElseThrow();
    assertThat(operations().restore().swap(found, false).swapped().movedViews()).hasSize(2);

    // Going back is not kept from by what has come since.
    database.execute("CREATE MATERIALIZED VIEW bi.late AS SELECT 1 AS one FROM nessie.objs2");
    UndoPlan.SwapBack back = undo.planUndo(ANY);
    assertThat(back.swap().builtOn().warnings()).singleElement().asString().contains("bi.late");
    assertThat(undo.execute(back).movedViews()).hasSize(2);
  }

  @Test
  void aResetSaysWhatGoesOnWithTheTablesThatItMoves() {
    CatalogReset reset = new CatalogReset(database.database(), work.context());
    assertThat(
            reset
                .plan(new ResetOptions(Optional.empty(), Optional.empty(), false))
                .swap()
                .builtOn()
                .warnings())
        .hasSize(3)
        .noneMatch(each -> each.contains("--move-views"));
  }
}
