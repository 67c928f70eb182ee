package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.testing.TestDatabase;

class SampleRowsTest {
  private static final String HEADS =
      "SELECT count(*) FROM nessie.objs2 WHERE (repo, obj_id) IN (SELECT repo, pointer FROM"
          + " nessie.refs2)";

  private static final String SIZE = "sum(pg_column_size(objs2.*))";

  static List<Integer> versions() {
    return List.copyOf(PostgresServer.available());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void commitsThatReferencesPointToAreFoundAndRead(int version) throws IOException {
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie");
        Session session = database.database().open(new Cancellation())) {
      SampleRows heads = heads(session);
      List<String> places = find(heads, Long.MAX_VALUE);

      assertThat(places).hasSize(Integer.parseInt(database.query(HEADS).getFirst()));
      RowCounter counter = new RowCounter(6);
      heads.read(places, counter);
      assertThat(counter.finish().rows()).isEqualTo(places.size());
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void ofManyTheLastOnesAreTaken(int version) throws IOException {
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie");
        Session session = database.database().open(new Cancellation())) {
      SampleRows heads = heads(session);
      List<String> all = find(heads, Long.MAX_VALUE);
      long size = Long.parseLong(database.query(HEADS.replace("count(*)", SIZE)).getFirst());

      assertThat(find(heads, size)).isEqualTo(all);
      assertThat(find(heads, size - 1)).isEqualTo(all.subList(1, all.size()));
      assertThat(find(heads, 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void rowsThatHaveGoneAreNotRead(int version) throws IOException {
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie");
        Session session = database.database().open(new Cancellation())) {
      SampleRows heads = heads(session);
      List<String> places = find(heads, Long.MAX_VALUE);
      ByteArrayOutputStream before = new ByteArrayOutputStream();
      heads.read(places, before::write);

      database.execute(
          "UPDATE nessie.objs2 SET obj_ref = 1 WHERE ctid = '" + places.getLast() + "'");

      ByteArrayOutputStream after = new ByteArrayOutputStream();
      heads.read(places, after::write);
      RowCounter counter = new RowCounter(6);
      counter.accept(after.toByteArray(), 0, after.size());
      RowCount count = counter.finish();
      assertThat(count.rows()).isEqualTo(places.size() - 1);
      assertThat(after.toByteArray()).isNotEqualTo(before.toByteArray());
    }
  }

  private static List<String> find(SampleRows heads, long mostBytes) {
    return heads.find(StoreType.JDBC2.references(), StoreType.JDBC2.pointerColumns(), mostBytes);
  }

  private static SampleRows heads(Session session) {
    return new SampleRows(
        session,
        "nessie",
        TableInspector.inspect(session, "nessie", StoreType.JDBC2.objects()).orElseThrow().shape());
  }
}
