package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

class LiveCatalogTest extends CatalogSourceContract {
  private static TestDatabase database;

  @BeforeAll
  static void fill() {
    database = CatalogDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }

  @Override
  CatalogSource open(String schema, TestContext work) {
    return LiveCatalog.open(
        database.database(),
        new CatalogOrigin.Live(Optional.of(schema), Optional.empty()),
        3,
        work.context());
  }

  @Test
  void staysAtItsMomentWhateverIsWrittenMeanwhile() {
    try (CatalogSource source = open("nessie", new TestContext())) {
      database.execute(
          "INSERT INTO nessie.objs2 SELECT 'later', obj_id, obj_type, obj_vers, obj_value, obj_ref"
              + " FROM nessie.objs2 WHERE repo = 'other'");
      List<String> later = new ArrayList<>();
      source.objects(
          (repository, id, type) -> repository.equals("later"), row -> later.add(row.type()));
      assertThat(later).isEmpty();
      String id =
          database
              .query("SELECT encode(obj_id, 'hex') FROM nessie.objs2 WHERE repo = 'later' LIMIT 1")
              .getFirst();
      assertThat(source.find("later", Set.of(ObjectId.of(id)))).isEmpty();
    } finally {
      database.execute("DELETE FROM nessie.objs2 WHERE repo = 'later'");
    }
  }

  @Test
  void refusesARowThatNoNessieWrites() {
    database.execute(
        "CREATE SCHEMA huge",
        "CREATE TABLE huge.refs2 (LIKE nessie.refs2 INCLUDING ALL)",
        "CREATE TABLE huge.objs2 (LIKE nessie.objs2 INCLUDING ALL)",
        "INSERT INTO huge.objs2 (repo, obj_id, obj_type, obj_value)"
            + " VALUES ('', '\\x01', 'v', convert_to(repeat('x', 67108865), 'UTF8'))");
    try (CatalogSource source = open("huge", new TestContext())) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> source.objects(ObjectFilter.ALL, row -> {}))
          .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED)
          .withMessageContaining("obj_value")
          .withMessageContaining("67108865");
      source.objects(ObjectFilter.ofTypes(ObjectType.COMMIT), row -> {});
    }
  }

  @Test
  void refusesATableWithoutNessiesColumns() {
    database.execute(
        "CREATE SCHEMA strange",
        "CREATE TABLE strange.refs2 (repo text, ref_name text)",
        "CREATE TABLE strange.objs2 (repo text, obj_id bytea)");
    try (CatalogSource source = open("strange", new TestContext())) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> source.references(row -> {}))
          .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED)
          .withMessageContaining("pointer");
    }
  }

  @Test
  void acceptsColumnsInAnyOrderAndWithOthersBetween() {
    database.execute(
        "CREATE SCHEMA turned",
        "CREATE TABLE turned.refs2 (LIKE nessie.refs2 INCLUDING ALL)",
        "CREATE TABLE turned.objs2 (obj_value bytea, extra int, obj_ref bigint, obj_vers text,"
            + " obj_type text, obj_id bytea, repo text)",
        "INSERT INTO turned.objs2 SELECT obj_value, 7, obj_ref, obj_vers, obj_type, obj_id, repo"
            + " FROM nessie.objs2 WHERE repo = 'other'");
    List<String> ids = new ArrayList<>();
    try (CatalogSource source =
        LiveCatalog.open(
            database.database(),
            new CatalogOrigin.Live(Optional.of("turned"), Optional.empty()),
            1,
            new TestContext().context())) {
      source.objects(ObjectFilter.ofTypes(ObjectType.COMMIT), row -> ids.add(row.id().hex()));
    }
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            database.query(
                "SELECT encode(obj_id, 'hex') FROM nessie.objs2"
                    + " WHERE repo = 'other' AND obj_type = 'c'"));
  }
}
