package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.testing.TestDatabase;

class CatalogFinderTest {
  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void findsTheOnlySchemaThatHoldsACatalog() {
    catalog("somewhere", "refs2", "objs2");
    assertThat(find(Optional.empty()))
        .isEqualTo(new CatalogLocation("somewhere", StoreType.JDBC2.tables()));
  }

  @Test
  void findsTheOldStoreType() {
    catalog("old", "refs", "objs");
    assertThat(find(Optional.empty()).tables()).isEqualTo(StoreType.JDBC.tables());
  }

  @Test
  void prefersTheSearchPath() {
    catalog("public", "refs2", "objs2");
    catalog("nessie", "refs2", "objs2");
    assertThat(find(Optional.empty()).schema()).isEqualTo("public");
    database.execute("ALTER DATABASE " + database.name() + " SET search_path = nessie, public");
    assertThat(find(Optional.empty()).schema()).isEqualTo("nessie");
    assertThat(find(Optional.of("public")).schema()).isEqualTo("public");
  }

  @Test
  void listsTheCandidatesWhenSeveralSchemasHoldOne() {
    catalog("a", "refs2", "objs2");
    catalog("B \"b\"", "refs2", "objs2");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> find(Optional.empty()))
        .withMessageContaining("\"a\" (JDBC2)")
        .withMessageContaining("B \"b\"")
        .matches(e -> e.failure() == Failure.CATALOG_AMBIGUOUS);
    assertThat(find(Optional.of("B \"b\"")).schema()).isEqualTo("B \"b\"");
  }

  @Test
  void listsBothStoreTypesOfOneSchema() {
    catalog("nessie", "refs2", "objs2", "refs", "objs");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> find(Optional.empty()))
        .withMessageContaining("JDBC2")
        .withMessageContaining("(JDBC)")
        .matches(e -> e.failure() == Failure.CATALOG_AMBIGUOUS);
    try (Session session = open()) {
      assertThat(
              CatalogFinder.find(session, List.of(StoreType.JDBC.tables()), Optional.of("nessie")))
          .isEqualTo(new CatalogLocation("nessie", StoreType.JDBC.tables()));
    }
  }

  @Test
  void saysWhatIsThereWhenACatalogIsNotComplete() {
    catalog("half", "refs2");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> find(Optional.empty()))
        .matches(e -> e.failure() == Failure.CATALOG_NOT_FOUND)
        .matches(e -> e.hint().orElse("").contains("\"half\".\"refs2\""));
  }

  @Test
  void saysWhereTheCatalogIsWhenTheNamedSchemaHasNone() {
    catalog("nessie", "refs2", "objs2");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> find(Optional.of("nesie")))
        .withMessageContaining("\"nesie\"")
        .matches(e -> e.hint().orElse("").contains("\"nessie\""));
  }

  @Test
  void passesOverViewsAndOurOwnSchemas() {
    catalog("nessie", "refs2", "objs2");
    database.execute(
        "CREATE SCHEMA views",
        "CREATE VIEW views.refs2 AS SELECT 1 AS one",
        "CREATE VIEW views.objs2 AS SELECT 1 AS one");
    catalog("nessie_backup_kept_x", "refs2", "objs2");
    database.execute(
        "COMMENT ON SCHEMA nessie_backup_kept_x IS 'nessie-backup: purpose=KEPT catalog=nessie"
            + " at=2026-11-22T02%3A00%3A00Z'");
    assertThat(find(Optional.empty()).schema()).isEqualTo("nessie");
  }

  private void catalog(String schema, String... tables) {
    String quoted = '"' + schema.replace("\"", "\"\"") + '"';
    database.execute("CREATE SCHEMA IF NOT EXISTS " + quoted);
    for (String table : tables) {
      database.execute("CREATE TABLE " + quoted + "." + table + " (repo text)");
    }
  }

  private CatalogLocation find(Optional<String> schema) {
    try (Session session = open()) {
      return CatalogFinder.find(session, StoreType.tableSets(), schema);
    }
  }

  private Session open() {
    return database.database().open(new Cancellation());
  }
}
