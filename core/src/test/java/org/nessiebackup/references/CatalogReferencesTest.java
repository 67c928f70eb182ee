package org.nessiebackup.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.NessieReference.Kind;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

class CatalogReferencesTest {
  private static final int SHA_256_DIGITS = 64;

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void drop() {
    database.close();
  }

  private ReferencesReport read(String schema, StoreType type) {
    return new CatalogReferences(database.database(), new TestContext().context())
        .read(new CatalogLocation(schema, type.tables()));
  }

  private SampleCatalog create(String schema, org.nessiebackup.sandbox.StoreType type) {
    try (Connection connection = database.connect()) {
      return type.create(connection, schema, CatalogOddities.small());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givesBranchesAndTagsOfEachRepositoryAsNessieNamesThem() {
    SampleCatalog sample = create("nessie", org.nessiebackup.sandbox.StoreType.JDBC2);
    ReferencesReport report = read("nessie", StoreType.JDBC2);
    assertThat(report.repositories()).containsOnlyKeys("", "other");
    assertThat(report.of("")).extracting(NessieReference::name).contains("main").isSorted();
    assertThat(report.of("")).allMatch(each -> each.hash().length() == SHA_256_DIGITS);
    List<NessieReference> all =
        report.repositories().values().stream().flatMap(java.util.Collection::stream).toList();
    assertThat(all).filteredOn(each -> each.kind() == Kind.BRANCH).hasSize(sample.branches());
    assertThat(all).filteredOn(each -> each.kind() == Kind.TAG).hasSize(sample.tags());
    assertThat(report.count()).isEqualTo(all.size());
    assertThat(report.of("nobody's")).isEmpty();
    String main =
        database
            .query(
                "SELECT encode(pointer, 'hex') FROM nessie.refs2"
                    + " WHERE repo = '' AND ref_name = 'refs/heads/main'")
            .getFirst();
    assertThat(report.of("")).contains(new NessieReference(Kind.BRANCH, "main", main));
  }

  @Test
  void deletedAndInternalOnesAreNotAmongThem() {
    create("nessie", org.nessiebackup.sandbox.StoreType.JDBC2);
    int before = read("nessie", StoreType.JDBC2).count();
    assertThat(database.query("SELECT 1 FROM nessie.refs2 WHERE ref_name LIKE 'int/%'"))
        .isNotEmpty();
    database.execute(
        "UPDATE nessie.refs2 SET deleted = true WHERE repo = '' AND ref_name = 'refs/heads/main'");
    ReferencesReport after = read("nessie", StoreType.JDBC2);
    assertThat(after.count()).isEqualTo(before - 1);
    assertThat(after.of("")).extracting(NessieReference::name).doesNotContain("main");
  }

  @Test
  void readsTheFormerStoreTypeToo() {
    create("old", org.nessiebackup.sandbox.StoreType.JDBC);
    create("nessie", org.nessiebackup.sandbox.StoreType.JDBC2);
    ReferencesReport former = read("old", StoreType.JDBC);
    assertThat(former.of("").stream().map(NessieReference::name))
        .containsExactlyElementsOf(
            read("nessie", StoreType.JDBC2).of("").stream().map(NessieReference::name).toList());
    assertThat(former.of("")).allMatch(each -> each.hash().length() == SHA_256_DIGITS);
  }

  @Test
  void saysThatThereIsNoTable() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> read("nowhere", StoreType.JDBC2))
        .matches(e -> e.failure() == Failure.CATALOG_NOT_FOUND)
        .withMessageContaining("refs2");
  }
}
