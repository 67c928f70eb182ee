package org.nessiebackup.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

class CatalogResetTest {
  private static final ResetOptions FOUND =
      new ResetOptions(Optional.empty(), Optional.empty(), false);
  private static final ResetOptions NAMED =
      new ResetOptions(Optional.of("nessie"), Optional.empty(), false);

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final CatalogReset reset = new CatalogReset(database.database(), work.context());
  private final RestoreUndo undo = new RestoreUndo(database.database(), work.context());

  @AfterEach
  void drop() {
    database.close();
  }

  private List<String> tables(String schema) {
    return database.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY 1");
  }

  private void undo() {
    undo.execute(undo.planUndo(new UndoOptions(Optional.empty(), false)));
  }

  @Test
  void movesTheTablesAsideAndUndoBringsThemBack() {
    List<String> before = database.catalogFingerprint("nessie");
    ResetPlan plan = reset.plan(FOUND);
    assertThat(plan.references().orElseThrow()).isPositive();
    assertThat(plan.tables()).allMatch(table -> table.rows().orElseThrow() > 0);
    assertThat(tables("nessie")).containsExactly("objs2", "refs2");

    ResetReport report = reset.execute(plan, plan.code());
    assertThat(tables("nessie")).isEmpty();
    assertThat(database.catalogFingerprint(report.keptSchema())).isEqualTo(before);

    // As Nessie does when it starts on the empty schema.
    database.withCatalog("nessie");
    List<String> anew = database.catalogFingerprint("nessie");
    undo();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    undo();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(anew);
  }

  @Test
  void aCodeFitsOneCatalogAndOnlyOnce() {
    database.withCatalog("other");
    ResetPlan plan = reset.plan(NAMED);
    ResetPlan other = reset.plan(new ResetOptions(Optional.of("other"), Optional.empty(), false));
    assertThat(reset.plan(NAMED).code()).isEqualTo(plan.code()).isNotEqualTo(other.code());
    for (String wrong : List.of(other.code(), "", "yes")) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> reset.execute(plan, wrong))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    }
    reset.execute(plan, plan.code());
    database.withCatalog("nessie");
    assertThat(reset.plan(NAMED).code()).isNotEqualTo(plan.code());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> reset.execute(plan, plan.code()))
        .matches(e -> e.failure() == Failure.LOCKED);
    assertThat(tables("nessie")).containsExactly("objs2", "refs2");
  }

  @Test
  void aDamagedCatalogIsResetAndUndoneWithoutMixingItWithTheNewOne() {
    database.execute(
        "DROP TABLE nessie.objs2", "ALTER TABLE nessie.refs2 RENAME COLUMN pointer TO lost");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> reset.plan(FOUND))
        .matches(e -> e.failure() == Failure.CATALOG_NOT_FOUND);
    ResetPlan plan = reset.plan(NAMED);
    assertThat(plan.references()).isEmpty();
    assertThat(plan.tables()).extracting(ResetPlan.MovedTable::name).containsExactly("refs2");
    reset.execute(plan, plan.code());
    database.withCatalog("nessie");
    undo();
    assertThat(tables("nessie")).containsExactly("refs2");
    undo();
    assertThat(tables("nessie")).containsExactly("objs2", "refs2");
  }

  @Test
  void refusesWhileNessieIsConnected() throws SQLException {
    String nessie = "nessie_" + database.name();
    database.execute(
        "CREATE ROLE " + nessie + " LOGIN", "ALTER TABLE nessie.refs2 OWNER TO " + nessie);
    ResetPlan plan = reset.plan(FOUND);
    try (Connection session =
        DriverManager.getConnection(database.server().jdbcUrl(database.name()), nessie, "")) {
      assertThat(session.isValid(5)).isTrue();
      assertThat(reset.plan(FOUND).swap().obstacles()).singleElement().asString().contains(nessie);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> reset.execute(plan, plan.code()))
          .matches(e -> e.failure() == Failure.TARGET_GUARDED)
          .withMessageContaining(nessie);
    }
    assertThat(tables("nessie")).containsExactly("objs2", "refs2");
    database.execute("DROP OWNED BY " + nessie, "DROP ROLE " + nessie);
  }
}
