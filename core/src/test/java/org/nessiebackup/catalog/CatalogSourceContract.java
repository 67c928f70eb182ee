package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** What every source of a catalog does, compared with what the server says of its tables. */
abstract class CatalogSourceContract {
  private static final HexFormat HEX = HexFormat.of();

  /** A database whose schemas {@code nessie} and {@code old} hold catalogs of JDBC2 and JDBC. */
  abstract TestDatabase database();

  /** The source for the catalog in a schema, as it is now. */
  abstract CatalogSource open(String schema, TestContext work);

  private CatalogSource open(String schema) {
    return open(schema, new TestContext());
  }

  private static List<ObjectRow> objects(CatalogSource source, ObjectFilter filter) {
    Queue<ObjectRow> rows = new ConcurrentLinkedQueue<>();
    source.objects(filter, rows::add);
    return List.copyOf(rows);
  }

  private static List<ReferenceRow> references(CatalogSource source) {
    List<ReferenceRow> rows = new ArrayList<>();
    source.references(rows::add);
    return rows;
  }

  private static String text(ObjectRow row) {
    return String.join(
        "|",
        row.repository(),
        row.id().hex(),
        row.type(),
        row.version().orElse("NULL"),
        HEX.formatHex(row.value().bytes()),
        String.valueOf(row.referenced()));
  }

  private static String text(ReferenceRow row) {
    return String.join(
        "|",
        row.repository(),
        row.name(),
        row.pointer().hex(),
        String.valueOf(row.deleted()),
        String.valueOf(row.createdMicros()),
        row.extendedInfo().map(ObjectId::hex).orElse("NULL"));
  }

  @Test
  void givesEveryObjectAsTheServerHasIt() {
    try (CatalogSource source = open("nessie")) {
      assertThat(source.storeType()).isEqualTo(StoreType.JDBC2);
      assertThat(objects(source, ObjectFilter.ALL).stream().map(CatalogSourceContract::text))
          .containsExactlyInAnyOrderElementsOf(
              database()
                  .query(
                      "SELECT repo || '|' || encode(obj_id, 'hex') || '|' || obj_type || '|'"
                          + " || coalesce(obj_vers, 'NULL') || '|' || encode(obj_value, 'hex')"
                          + " || '|' || coalesce(obj_ref, 0) FROM nessie.objs2"));
    }
  }

  @Test
  void givesEveryReferenceAsTheServerHasIt() {
    try (CatalogSource source = open("nessie")) {
      assertThat(references(source).stream().map(CatalogSourceContract::text))
          .containsExactlyInAnyOrderElementsOf(
              database()
                  .query(
                      "SELECT repo || '|' || ref_name || '|' || encode(pointer, 'hex') || '|'"
                          + " || deleted || '|' || coalesce(created_at, 0) || '|'"
                          + " || coalesce(encode(ext_info, 'hex'), 'NULL') FROM nessie.refs2"));
    }
  }

  /** What a dump needs, which store types that are not looked into have as well. */
  @Test
  void givesAllRowsOfEachTable() {
    for (String schema : List.of("nessie", "old")) {
      try (CatalogSource source = open(schema)) {
        assertThat(source.schema()).isEqualTo(schema);
        assertThat(source.bytes()).isPositive();
        assertThat(source.tables())
            .extracting(TableShape::name)
            .containsExactlyElementsOf(source.storeType().tables().tables());
        for (TableShape table : source.tables()) {
          AtomicLong fields = new AtomicLong();
          source.rows(table, counting(fields));
          String rows =
              database()
                  .query("SELECT count(*) FROM %s.%s".formatted(schema, table.name()))
                  .getFirst();
          assertThat(fields).hasValue(Long.parseLong(rows) * table.columns().size());
        }
      }
    }
  }

  private static RowListener counting(AtomicLong fields) {
    return new RowListener() {
      @Override
      public void fieldStarted(int index, int length) {
        fields.incrementAndGet();
      }
    };
  }

  @Test
  void knowsWhereAReferencePointedToBefore() {
    try (CatalogSource source = open("nessie")) {
      ReferenceRow reset =
          references(source).stream()
              .filter(row -> row.name().equals("refs/heads/odd/reset"))
              .findFirst()
              .orElseThrow();
      assertThat(reset.previous()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(reset.previous().get(1).pointer()).isEqualTo(reset.pointer());
      assertThat(reset.previous().getFirst().pointer()).isNotEqualTo(reset.pointer());
      assertThat(reset.previous().getFirst().untilMicros())
          .isGreaterThan(reset.previous().get(1).untilMicros());
    }
  }

  @Test
  void readsTheReferencesOfTheFormerStoreTypeAndSaysThatItsObjectsAreNotRead() {
    try (CatalogSource source = open("old")) {
      assertThat(references(source).stream().map(CatalogSourceContract::text))
          .containsExactlyInAnyOrderElementsOf(
              database()
                  .query(
                      "SELECT repo || '|' || ref_name || '|' || pointer || '|' || deleted || '|'"
                          + " || coalesce(created_at, 0) || '|' || coalesce(ext_info, 'NULL')"
                          + " FROM old.refs"));
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> objects(source, ObjectFilter.ALL))
          .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED)
          .withMessageContaining("JDBC");
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> source.find("", Set.of(ObjectId.EMPTY)))
          .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED);
    }
  }

  @Test
  void givesOnlyWhatTheFilterWants() {
    try (CatalogSource source = open("nessie")) {
      List<ObjectRow> rows = objects(source, ObjectFilter.ofTypes(ObjectType.COMMIT).in("other"));
      assertThat(rows).allMatch(row -> row.type().equals("c") && row.repository().equals("other"));
      assertThat(rows)
          .hasSize(
              Integer.parseInt(
                  database()
                      .query(
                          "SELECT count(*) FROM nessie.objs2"
                              + " WHERE obj_type = 'c' AND repo = 'other'")
                      .getFirst()));
    }
  }

  @Test
  void findsWhatIsThereInThatRepositoryOnly() {
    List<String> ids =
        database()
            .query("SELECT encode(obj_id, 'hex') FROM nessie.objs2 WHERE repo = 'other' LIMIT 7");
    Set<ObjectId> wanted = ids.stream().map(ObjectId::of).collect(Collectors.toSet());
    wanted.add(ObjectId.of("00ff"));
    try (CatalogSource source = open("nessie")) {
      Map<ObjectId, ObjectRow> found = source.find("other", wanted);
      assertThat(found.keySet().stream().map(ObjectId::hex))
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(found).allSatisfy((id, row) -> assertThat(row.id()).isEqualTo(id));
      assertThat(found.values()).allMatch(row -> row.repository().equals("other"));
      assertThat(source.find("it's nobody's \\", wanted)).isEmpty();
      assertThat(source.find("other", Set.of())).isEmpty();
    }
  }

  @Test
  void findsMoreThanFitsIntoOneStatement() {
    Set<ObjectId> wanted = new HashSet<>();
    for (int i = 0; i < 2_500; i++) {
      wanted.add(ObjectId.of("%08x".formatted(i)));
    }
    Set<String> real =
        new TreeSet<>(
            database().query("SELECT encode(obj_id, 'hex') FROM nessie.objs2 WHERE repo = ''"));
    real.forEach(id -> wanted.add(ObjectId.of(id)));
    try (CatalogSource source = open("nessie")) {
      assertThat(source.find("", wanted).keySet().stream().map(ObjectId::hex))
          .containsExactlyInAnyOrderElementsOf(real);
    }
  }

  @Test
  void stopsOnRequest() {
    TestContext work = new TestContext();
    try (CatalogSource source = open("nessie", work)) {
      work.onAdvance(() -> work.cancellation().request());
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> objects(source, ObjectFilter.ALL))
          .matches(e -> e.failure() == Failure.INTERRUPTED);
    }
  }

  @Test
  void passesOnWhatTheListenerThrows() {
    try (CatalogSource source = open("nessie")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  source.objects(
                      ObjectFilter.ALL,
                      row -> {
                        throw new IllegalStateException("enough");
                      }));
      // And goes on working.
      assertThat(references(source)).isNotEmpty();
    }
  }

  @Test
  void describesItselfAndItsMoment() {
    try (CatalogSource source = open("nessie")) {
      assertThat(source.describe()).contains("nessie");
      assertThat(Optional.of(source.stateOf())).isPresent();
    }
  }
}
