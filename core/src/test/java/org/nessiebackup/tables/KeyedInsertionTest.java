package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.testing.TestDatabase;

/** Rows for a table that others use. */
class KeyedInsertionTest {
  private static final KeyedInsertion.Columns COLUMNS =
      new KeyedInsertion.Columns("repo", "obj_id", "obj_type", "obj_vers", "obj_value", "obj_ref");
  private static final CatalogLocation CATALOG =
      new CatalogLocation("nessie", new TableSet("JDBC2", List.of("refs2", "objs2")));

  private TestDatabase database;
  private Session session;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    database.execute(
        "CREATE SCHEMA nessie",
        "CREATE TABLE nessie.objs2 (repo text, obj_id bytea, obj_type text, obj_vers text,"
            + " obj_value bytea, obj_ref bigint, PRIMARY KEY (repo, obj_id))");
    session = database.database().open(new Cancellation());
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private static KeyedInsertion.Row row(String id, String value) {
    return new KeyedInsertion.Row(bytes(id), "c", Optional.empty(), bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private KeyedInsertion objects() {
    return KeyedInsertion.into(session, CATALOG, "objs2", COLUMNS);
  }

  private String rows() {
    return database
        .query(
            "SELECT string_agg(concat_ws(' ', repo, convert_from(obj_id, 'UTF8'), obj_type,"
                + " coalesce(obj_vers, '-'), convert_from(obj_value, 'UTF8'), obj_ref), ', '"
                + " ORDER BY repo, obj_id) FROM nessie.objs2")
        .getFirst();
  }

  @Test
  void rowsThatAreThereStayAsTheyAre() {
    objects().insert(session, "a", List.of(row("1", "first")), 5);
    KeyedInsertion.Row versioned =
        new KeyedInsertion.Row(bytes("3"), "x", Optional.of("v1"), bytes("third"));

    int added =
        objects()
            .insert(session, "a", List.of(row("1", "other"), row("2", "second"), versioned), 7);

    assertThat(added).isEqualTo(2);
    assertThat(rows()).isEqualTo("a 1 c - first 5, a 2 c - second 7, a 3 x v1 third 7");
  }

  @Test
  void presentOnesAreToldApartBySpace() {
    objects().insert(session, "a", List.of(row("1", "first")), 5);
    objects().insert(session, "b", List.of(row("2", "second")), 5);

    assertThat(objects().present(session, "a", List.of(bytes("1"), bytes("2"))))
        .isEqualTo(Set.of(ByteBuffer.wrap(bytes("1"))));
    assertThat(objects().present(session, "a", List.of())).isEmpty();
  }

  @Test
  void tableOfAnOlderNessieHasNoStamp() {
    database.execute("ALTER TABLE nessie.objs2 DROP COLUMN obj_ref");
    KeyedInsertion objects = objects();
    database.execute("ALTER TABLE nessie.objs2 ADD COLUMN obj_ref bigint");

    assertThat(objects.insert(session, "a", List.of(row("1", "first")), 5)).isEqualTo(1);
    assertThat(rows()).isEqualTo("a 1 c - first");
  }

  @Test
  void columnThatNobodyKnowsIsNotGuessed() {
    database.execute("ALTER TABLE nessie.objs2 ADD COLUMN shape text NOT NULL DEFAULT ''");

    BackupException refused = catchThrowableOfType(BackupException.class, this::objects);

    assertThat(refused.failure()).isEqualTo(Failure.SERVER_UNSUPPORTED);
    assertThat(refused).hasMessageContaining("shape");
  }
}
