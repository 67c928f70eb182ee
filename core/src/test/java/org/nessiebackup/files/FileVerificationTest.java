package org.nessiebackup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.files.FilesReport.Counts;
import org.nessiebackup.files.FilesReport.FileState;
import org.nessiebackup.files.FilesReport.ReferenceFiles;
import org.nessiebackup.files.FilesReport.TableFile;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** Over a catalog with all that one may contain, and a warehouse in memory. */
class FileVerificationTest {
  private static final String VIEW = "s3://odd/view/metadata/00000.json";
  private static TestDatabase database;

  private Lake lake;

  @BeforeAll
  static void fill() throws SQLException {
    database = TestDatabase.create();
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
      StoreType.JDBC.create(connection, "old", CatalogShape.small());
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void fillLake() {
    lake = Lake.endless();
  }

  private static FilesOptions all(String... references) {
    return new FilesOptions(List.of(references), 1, 0, false, 3);
  }

  private FilesReport live(FilesOptions options) {
    return live("nessie", lake, options);
  }

  private static FilesReport live(String schema, FileProbe probe, FilesOptions options) {
    TestContext work = new TestContext();
    return new FileVerification(() -> liveCatalog(schema, work), probe, work.context())
        .run(options);
  }

  private static CatalogSource liveCatalog(String schema, TestContext work) {
    return LiveCatalog.open(
        database.database(),
        new CatalogOrigin.Live(Optional.of(schema), Optional.empty()),
        2,
        work.context());
  }

  private static Map<String, ReferenceFiles> byName(FilesReport report) {
    Map<String, ReferenceFiles> references = new TreeMap<>();
    report
        .references()
        .forEach(each -> references.put(each.repository() + "/" + each.reference().name(), each));
    return references;
  }

  private static Set<String> with(FilesReport report, Predicate<ReferenceFiles> condition) {
    return report.references().stream()
        .filter(condition)
        .map(each -> each.repository() + "/" + each.reference().name())
        .collect(Collectors.toSet());
  }

  @Test
  void everyFileIsProbedOnceHoweverManyReferencesShareIt() {
    FilesReport report = live(all());

    assertThat(report.sound()).isTrue();
    assertThat(report.files().total()).isEqualTo(report.files().present()).isGreaterThan(250);
    assertThat(lake.asked()).doesNotHaveDuplicates().hasSize((int) report.files().total());
    assertThat(lake.asked()).contains(VIEW, "s3://odd/function/metadata/00000.json");
    assertThat(byName(report))
        .containsKeys("/main", "other/main", "/odd/everything", "/odd/spilled", "/odd/empty")
        .doesNotContainKeys("/odd/dropped", "/odd/half-dropped", "/odd-half-dropped");
    assertThat(byName(report).get("/odd/empty").tables()).isEqualTo(Counts.NONE);
    ReferenceFiles spilled = byName(report).get("/odd/spilled");
    assertThat(spilled.tables().present())
        .isGreaterThanOrEqualTo(200 + byName(report).get("/main").tables().present());
    // Namespaces and the Delta table.
    assertThat(byName(report).get("/odd/everything").others()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void lossIsNamedInEveryReferenceThatHasTheTable() {
    Set<String> withView =
        with(
            live(all()),
            each -> each.reference().name().matches("main|odd.*") && each.repository().isEmpty());
    withView.removeAll(Set.of("/odd/spilled", "/odd/empty"));
    lake.lose(VIEW);
    FilesReport report = live(all());

    assertThat(report.sound()).isFalse();
    assertThat(report.files().missing()).isEqualTo(1);
    assertThat(with(report, each -> each.tables().missing() > 0)).isEqualTo(withView);
    for (ReferenceFiles reference : report.references()) {
      assertThat(reference.sound()).isEqualTo(reference.named().isEmpty());
      assertThat(reference.named())
          .allMatch(
              new TableFile(
                      "odd.nested.view",
                      "ICEBERG_VIEW",
                      FileState.MISSING,
                      Optional.of(VIEW),
                      "the metadata file is missing")
                  ::equals);
    }
  }

  @Test
  void whatCouldNotBeProbedIsNeverFine() {
    lake.silence(VIEW);
    FilesReport report = live(all());

    assertThat(report.sound()).isFalse();
    assertThat(report.files().missing()).isZero();
    assertThat(report.files().unknown()).isEqualTo(1);
    assertThat(byName(report).get("/odd/everything").named())
        .extracting(TableFile::state)
        .containsExactly(FileState.UNKNOWN);
  }

  @Test
  void onlyTheReferencesThatAreWantedAreLookedAt() {
    FilesReport report = live(all("odd/spilled", "etl/job-1"));

    assertThat(byName(report)).containsOnlyKeys("/odd/spilled", "/etl/job-1", "other/etl/job-1");
    assertThat(lake.asked()).doesNotContain(VIEW);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> live(all("main", "mian")))
        .withMessageStartingWith("there is no branch and no tag \"mian\" in ")
        .matches(e -> e.failure() == Failure.REFERENCE_NOT_FOUND);
  }

  @Test
  void sampleIsTheSameForTheSameSeedAndAnotherForAnother() {
    Set<String> whole = new HashSet<>();
    Set<Set<String>> samples = new HashSet<>();
    for (long seed = 0; seed < 30; seed++) {
      FilesOptions options = new FilesOptions(List.of(), 0.25, seed, false, 3);
      FilesReport report = live("nessie", lake, options);
      Set<String> sample = Set.copyOf(lake.asked());
      assertThat(report.files().present()).isEqualTo(sample.size());
      assertThat(report.files().skipped()).isPositive();
      assertThat(report.sound()).isTrue();
      Lake again = Lake.endless();
      if (seed == 7) {
        live("nessie", again, options);
        assertThat(Set.copyOf(again.asked())).isEqualTo(sample);
      }
      samples.add(sample);
      whole.addAll(sample);
      lake = Lake.endless();
    }
    long total = live(all()).files().total();

    assertThat(samples).hasSize(30);
    assertThat(whole).hasSize((int) total);
    assertThat(samples)
        .allSatisfy(
            sample -> assertThat(sample.size()).isBetween((int) total / 8, (int) total / 2));
  }

  @Test
  void backupAnswersAsTheCatalogItWasTakenFrom() throws IOException {
    MemoryStore store = new MemoryStore();
    TestContext work = new TestContext();
    Operations operations = new Operations(store, database.database(), work);
    operations.backup("nessie");
    lake.lose(VIEW);
    FilesReport ofBackup =
        new FileVerification(
                () -> BackupCatalog.open(operations.vault(), "latest", 2, work.context()),
                lake,
                work.context())
            .run(all());

    FilesReport ofLive = live(all());
    assertThat(ofBackup.references()).isEqualTo(ofLive.references());
    assertThat(ofBackup.files()).isEqualTo(ofLive.files());
    assertThat(ofBackup.source()).startsWith("backup \"");
  }

  @Test
  void catalogIsClosedBeforeTheFirstFileIsProbed() {
    AtomicBoolean open = new AtomicBoolean();
    FileProbe watching =
        new FileProbe() {
          @Override
          public boolean exists(String location) throws IOException {
            assertThat(open).isFalse();
            return lake.exists(location);
          }

          @Override
          public InputStream open(String location) throws IOException {
            return lake.open(location);
          }
        };
    TestContext work = new TestContext();
    FilesReport report =
        new FileVerification(
                () -> new WatchedCatalog(liveCatalog("nessie", work), open),
                watching,
                work.context())
            .run(all("main"));

    assertThat(report.sound()).isTrue();
    assertThat(lake.asked()).isNotEmpty();
  }

  /** Knows whether it is open. */
  private record WatchedCatalog(CatalogSource catalog, AtomicBoolean open)
      implements CatalogSource {
    WatchedCatalog {
      open.set(true);
    }

    @Override
    public String describe() {
      return catalog.describe();
    }

    @Override
    public org.nessiebackup.nessie.StoreType storeType() {
      return catalog.storeType();
    }

    @Override
    public Instant stateOf() {
      return catalog.stateOf();
    }

    @Override
    public void references(Consumer<ReferenceRow> listener) {
      catalog.references(listener);
    }

    @Override
    public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {
      catalog.objects(filter, listener);
    }

    @Override
    public boolean findsQuickly() {
      return catalog.findsQuickly();
    }

    @Override
    public void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener) {
      catalog.find(repository, ids, listener);
    }

    @Override
    public String schema() {
      return catalog.schema();
    }

    @Override
    public List<TableShape> tables() {
      return catalog.tables();
    }

    @Override
    public long bytes() {
      return catalog.bytes();
    }

    @Override
    public void rows(TableShape table, RowListener listener) {
      catalog.rows(table, listener);
    }

    @Override
    public void close() {
      catalog.close();
      open.set(false);
    }
  }

  @Test
  void damageOfTheCatalogIsADoubtAboutItsReferencesOnly() throws SQLException {
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "damaged", CatalogOddities.small());
    }
    database.execute(
        "DELETE FROM damaged.objs2 o USING damaged.refs2 r WHERE r.repo = 'other' AND"
            + " r.ref_name = 'refs/heads/main' AND o.repo = r.repo AND o.obj_id = r.pointer",
        "DELETE FROM damaged.objs2 WHERE obj_type = 'i'");
    FilesReport report = live("damaged", lake, all());

    assertThat(report.sound()).isFalse();
    assertThat(with(report, each -> !each.trouble().isEmpty()))
        .contains("other/main", "/odd/spilled")
        .doesNotContain("/main", "/odd/everything");
    assertThat(byName(report).get("other/main").trouble().getFirst())
        .startsWith("its head, commit ")
        .endsWith(" is missing");
    assertThat(byName(report).get("/main").sound()).isTrue();

    database.execute("DELETE FROM damaged.objs2 WHERE obj_type = 'v' AND repo = ''");
    ReferenceFiles main = byName(live("damaged", lake, all("main"))).get("/main");
    assertThat(main.tables().unknown()).isEqualTo(main.tables().total()).isPositive();
    assertThat(main.named().getFirst().message())
        .isEqualTo("the catalog does not hold its content");
    assertThat(main.named().getFirst().location()).isEmpty();
  }

  @Test
  void storeTypeThatCannotBeReadIsRefused() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> live("old", lake, all()))
        .matches(e -> e.failure() == Failure.FORMAT_UNSUPPORTED);
  }
}
