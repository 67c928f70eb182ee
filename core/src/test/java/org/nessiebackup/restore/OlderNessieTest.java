package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.check.CatalogCheck;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** Backups of tables that another version of Nessie has made than the one that will open them. */
class OlderNessieTest {
  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create();
  private @TempDir Path folder;
  private String references = "";
  private String objects = "";

  @AfterEach
  void drop() {
    database.close();
  }

  private void create(StoreType type) {
    references = type == StoreType.JDBC ? "nessie.refs" : "nessie.refs2";
    objects = type == StoreType.JDBC ? "nessie.objs" : "nessie.objs2";
    try (Connection connection = database.connect()) {
      type.create(connection, "nessie", CatalogOddities.small());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Nessie does at an upgrade. */
  private void upgrade() {
    database.execute(
        "ALTER TABLE %s %s".formatted(references, added()),
        "ALTER TABLE " + objects + " ADD COLUMN obj_ref bigint",
        "GRANT UPDATE (prev_ptr) ON " + references + " TO PUBLIC",
        "COMMENT ON COLUMN " + objects + ".obj_ref IS 'when'");
  }

  private String added() {
    return references.endsWith("2")
        ? "ADD ext_info bytea, ADD prev_ptr bytea, ADD created_at bigint DEFAULT 0"
        : "ADD created_at bigint DEFAULT 0, ADD ext_info varchar COLLATE ucs_basic, ADD"
            + " prev_ptr bytea";
  }

  private void downgrade() {
    database.execute(
        "ALTER TABLE %s DROP created_at, DROP ext_info, DROP prev_ptr".formatted(references),
        "ALTER TABLE " + objects + " DROP obj_ref");
  }

  private List<String> state() {
    return List.of(database.fingerprint(references), database.fingerprint(objects));
  }

  @ParameterizedTest
  @EnumSource(StoreType.class)
  void theNewestNessieIsKnownAsItMakesItsTables(StoreType type) {
    create(type);
    List<TableShape> known = new ArrayList<>();
    Manifest backup = operations().backup();
    for (TableEntry table : backup.tables()) {
      known.add(org.nessiebackup.nessie.StoreType.valueOf(type.name()).newest(table.name()));
    }
    assertThat(backup.tables())
        .extracting(table -> List.copyOf(table.shape().columns()))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(known.stream().map(TableShape::columns).toList());
    assertThat(backup.tables())
        .extracting(table -> table.shape().primaryKey())
        .isEqualTo(known.stream().map(TableShape::primaryKey).toList());
  }

  @ParameterizedTest
  @EnumSource(StoreType.class)
  void aBackupOfBeforeAnUpgradeHasTheColumnsOfTheUpgradedTables(StoreType type) {
    create(type);
    downgrade();
    Operations operations = operations();
    operations.backup();
    upgrade();
    List<String> upgraded = state();
    database.execute("DELETE FROM " + objects, "UPDATE " + references + " SET prev_ptr = 'x'");
    List<String> wrecked = state();
    RestoreReport report = operations.restoreLatest();
    assertThat(report.swapped().warnings())
        .containsExactly(
            "table \"%s\": columns %s, which the backup lacks, are made and left empty"
                .formatted(
                    references.substring(7),
                    type == StoreType.JDBC2
                        ? "\"ext_info\", \"prev_ptr\", \"created_at\""
                        : "\"created_at\", \"ext_info\", \"prev_ptr\""),
            "table \"%s\": column \"obj_ref\", which the backup lacks, is made and left empty"
                .formatted(objects.substring(7)));
    assertThat(state()).isEqualTo(upgraded);
    assertThat(
            database.query(
                "SELECT column_default FROM information_schema.columns WHERE column_name ="
                    + " 'created_at' AND table_schema = 'nessie'"))
        .containsExactly("0");
    assertThat(
            database.query(
                "SELECT col_description('%s'::regclass, attnum) FROM pg_attribute WHERE attrelid = '%s'::regclass AND attname = 'obj_ref'"
                    .formatted(objects, objects)))
        .containsExactly("when");
    operations.undo();
    assertThat(state()).isEqualTo(wrecked);
    operations.undo();
    assertThat(state()).isEqualTo(upgraded);
    // What was restored can be backed up and restored in its turn.
    operations.backup();
    operations.restoreLatest();
    assertThat(state()).isEqualTo(upgraded);
  }

  @ParameterizedTest
  @EnumSource(StoreType.class)
  void intoAnEmptyPlaceTheColumnsOfTheNewestNessieAreMade(StoreType type) {
    create(type);
    downgrade();
    operations().backup();
    upgrade();
    try (TestDatabase empty = TestDatabase.create()) {
      new Operations(new FolderStore(folder), empty.database(), work).restoreLatest();
      assertThat(List.of(empty.fingerprint(references), empty.fingerprint(objects)))
          .isEqualTo(state());
    }
  }

  @ParameterizedTest
  @EnumSource(StoreType.class)
  void aBackupOfANewerNessieKeepsItsColumnsOverAnOlderOnesTables(StoreType type) {
    create(type);
    List<String> before = state();
    Operations operations = operations();
    operations.backup();
    downgrade();
    List<String> older = state();
    assertThat(operations.restoreLatest().swapped().warnings())
        .anyMatch(text -> text.contains("lacks columns"))
        .anyMatch(text -> text.contains("lacks column \"obj_ref\" now"))
        .hasSize(2);
    assertThat(state()).isEqualTo(before);
    operations.undo();
    assertThat(state()).isEqualTo(older);
  }

  @Test
  void referencesOfOlderTablesCanBeReadAndACheckNamesWhatTheyLack() {
    create(StoreType.JDBC2);
    downgrade();
    operations();
    List<ReferenceRow> rows = new ArrayList<>();
    try (LiveCatalog catalog =
        LiveCatalog.open(
            database.database(),
            new CatalogOrigin.Live(Optional.empty(), Optional.empty()),
            1,
            work.context())) {
      catalog.references(rows::add);
    }
    assertThat(rows).isNotEmpty().allMatch(row -> row.createdMicros() == 0);
    Item columns = columns();
    assertThat(columns.status()).isEqualTo(Status.WARN);
    assertThat(columns.detail()).contains("refs2", "created_at", "ext_info", "prev_ptr", "obj_ref");
    database.execute(columns.advice().orElseThrow().replaceFirst("(?s).*?: ", ""));
    assertThat(columns().status()).isEqualTo(Status.OK);
  }

  @Test
  void aMissingPrimaryKeyIsNamedByACheckAndMadeByARestore() {
    create(StoreType.JDBC2);
    database.execute("ALTER TABLE nessie.refs2 DROP CONSTRAINT refs2_pkey");
    assertThat(columns().detail()).contains("primary key");
    Operations operations = operations();
    operations.backup();
    operations.restoreLatest();
    assertThat(
            database.query(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid ="
                    + " 'nessie.refs2'::regclass AND contype = 'p'"))
        .containsExactly("PRIMARY KEY (repo, ref_name)");
    assertThat(columns().status()).isEqualTo(Status.OK);
  }

  private Item columns() {
    Operations operations = operations();
    return new CatalogCheck(operations::vault, database::database, work.context())
            .server(
                new CheckOptions(Optional.empty(), Optional.empty(), Duration.ofDays(1), List.of()))
            .stream()
            .filter(each -> each.name().equals("columns"))
            .findFirst()
            .orElseThrow();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database.database(), work);
  }
}
