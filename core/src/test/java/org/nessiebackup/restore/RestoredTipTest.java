package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.browse.BrowseOptions;
import org.nessiebackup.browse.CatalogBrowser;
import org.nessiebackup.browse.LossReport;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.LookalikeKeys;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TipsBySql;
import org.nessiebackup.vault.point.PointSelector;

/** A catalog that changes after its backup, and tips of each of its states. */
class RestoredTipTest {
  private static final int TIPS = 4;
  private static final CatalogOrigin.Live LIVE =
      new CatalogOrigin.Live(Optional.of("nessie"), Optional.empty());

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final MemoryStore store = new MemoryStore();
  private final Operations operations = new Operations(store, database.database(), work);
  private final List<List<String>> states = new ArrayList<>();
  private final List<Tip> tips = new ArrayList<>();
  private BackupId base;

  @BeforeEach
  void makeTips() {
    base = operations.backup().id();
    states.add(catalog());
    TipsBySql writer = new TipsBySql(database, operations.vault(), base);
    for (int number = 1; number <= TIPS; number++) {
      change(number);
      tips.add(writer.next());
      states.add(catalog());
    }
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private List<String> catalog() {
    return database.catalogFingerprint("nessie");
  }

  /** Some new objects, some that are touched, and a branch that moves. */
  private void change(int number) {
    database.execute(
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) SELECT '', sha256((%1$d * 1000 + n)::text::bytea), 'v', '\\x01' FROM generate_series(1, 50) n"
            .formatted(number),
        "UPDATE nessie.objs2 SET obj_ref = %d WHERE abs(hashtext(obj_id::text)) %% 7 = 3"
            .formatted(number),
        "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) SELECT repo, ref_name || '-%d', pointer, deleted FROM nessie.refs2 WHERE ref_name = 'refs/heads/main'"
            .formatted(number),
        "DELETE FROM nessie.refs2 WHERE ref_name LIKE '%%-%d'".formatted(number - 1));
  }

  private RestoreReport restore(PointSelector point) {
    CatalogRestore restore = operations.restore();
    return restore.execute(
        restore.plan(new RestoreOptions(point, Optional.empty(), 2, false, false)));
  }

  private static PointSelector named(String words) {
    return new PointSelector.Named(words, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, TIPS})
  void eachTipBringsBackTheCatalogOfItsMoment(int number) {
    RestoreReport report = restore(named(PointId.of(base, number).toString()));

    assertThat(catalog()).isEqualTo(states.get(number));
    assertThat(report.restored().point().id()).isEqualTo(PointId.of(base, number));
    assertThat(report.restored().point().state()).hasValue(tips.get(number - 1).moment().seenAt());
    operations.undo();
    assertThat(catalog()).isEqualTo(states.getLast());
  }

  @Test
  void rowsOfKeysThatLookAlikeStandBesideEachOther() {
    database.execute(LookalikeKeys.insert(LookalikeKeys.ONE));
    TipsBySql uponOne = new TipsBySql(database, operations.vault(), operations.backup().id());
    database.execute(LookalikeKeys.insert(LookalikeKeys.OTHER));
    uponOne.next();
    List<String> both = catalog();
    restore(named("latest"));
    assertThat(catalog()).as("one in the base, one in a tip").isEqualTo(both);

    operations.undo();
    TipsBySql uponNone = new TipsBySql(database, operations.vault(), base);
    uponNone.next();
    restore(named(PointId.of(base, TIPS + 1).toString()));
    assertThat(catalog()).as("both in tips").isEqualTo(both);
  }

  @Test
  void latestIsTheNewestOfAllAndAMomentTheNewestUpToIt() {
    assertThat(find(named("latest"))).isEqualTo(PointId.of(base, TIPS));
    assertThat(find(new PointSelector.Named("latest", false))).isEqualTo(PointId.of(base));
    assertThat(find(named(base.value()))).isEqualTo(PointId.of(base));
    Instant third = tips.get(2).moment().seenAt();
    assertThat(find(PointSelector.asOf(third, true))).isEqualTo(PointId.of(base, 3));
    assertThat(find(PointSelector.asOf(third.minusNanos(1000), true)))
        .isEqualTo(PointId.of(base, 2));
    assertThat(find(PointSelector.asOf(third, false))).isEqualTo(PointId.of(base));
  }

  private PointId find(PointSelector point) {
    return operations.vault().points().find(point).id();
  }

  @Test
  void aNewerBackupCountsBeforeItsOwnTipsAndLateTipsOfTheOneBefore() {
    BackupId next = operations.backup().id();
    assertThat(find(named("latest"))).isEqualTo(PointId.of(next));

    change(TIPS + 1);
    new TipsBySql(database, operations.vault(), base).next();
    assertThat(find(named("latest"))).isEqualTo(PointId.of(base, TIPS + 1));

    new TipsBySql(database, operations.vault(), next).next();
    assertThat(find(named("latest"))).isEqualTo(PointId.of(next, 1));
    assertThat(find(PointSelector.asOf(tips.getLast().moment().seenAt(), true)))
        .isEqualTo(PointId.of(base, TIPS));
  }

  @Test
  void whatIsLostIsNeverReplacedBySomethingElseButNamed() throws IOException {
    BackupId next = operations.backup().id();
    store.delete("tips/%s/%012d.json".formatted(base, 3));

    assertThatThrownBy(() -> restore(named(PointId.of(base, TIPS).toString())))
        .isInstanceOfSatisfying(
            BackupException.class,
            lost -> {
              assertThat(lost.failure()).isEqualTo(Failure.DAMAGED);
              assertThat(lost.hint().orElseThrow())
                  .contains(PointId.of(base, 2).toString(), next.value());
            });
    assertThatThrownBy(() -> find(PointSelector.asOf(tips.getLast().moment().seenAt(), true)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("000000000003.json\" is missing");
    assertThat(find(PointSelector.asOf(tips.get(0).moment().seenAt(), true)))
        .as("before what is lost")
        .isEqualTo(PointId.of(base, 1));
    assertThat(find(named(PointId.of(base, 2).toString()))).isEqualTo(PointId.of(base, 2));
    assertThat(catalog()).isEqualTo(states.getLast());
  }

  @Test
  void lookingIntoATipShowsWhatARestoreBringsBack() {
    LossReport nothing = losses(TIPS);
    assertThat(nothing.references()).isEmpty();
    assertThat(losses(TIPS - 1).references())
        .extracting(LossReport.Reference::name)
        .containsOnly("main-3", "main-4");
    try (CatalogSource tip =
            BackupCatalog.open(
                operations.vault(), PointId.of(base, TIPS).toString(), 2, work.context());
        CatalogSource live = LiveCatalog.open(database.database(), LIVE, 2, work.context())) {
      assertThat(objects(tip)).isEqualTo(objects(live)).hasSizeGreaterThan(200);
    }
  }

  private LossReport losses(int number) {
    return new CatalogBrowser(operations::vault, database::database, work.context())
        .losses(
            new BrowseOptions(
                new CatalogOrigin.Backup(PointId.of(base, number).toString()), Optional.empty(), 2),
            new BrowseOptions(LIVE, Optional.empty(), 2));
  }

  private static Map<String, String> objects(CatalogSource catalog) {
    Map<String, String> rows = new ConcurrentHashMap<>();
    catalog.objects(
        ObjectFilter.ALL,
        row ->
            rows.merge(
                row.repository() + row.id(), row.type() + row.referenced(), (a, b) -> "twice"));
    return rows;
  }

  @Test
  void aTipThatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> find(named(PointId.of(base, TIPS + 1).toString())))
        .isInstanceOfSatisfying(
            BackupException.class,
            missing -> assertThat(missing.failure()).isEqualTo(Failure.BACKUP_NOT_FOUND));
  }

  @Test
  void headsThatNoTipHasEndARestoreBeforeTheSwap() {
    database.execute(
        "UPDATE nessie.refs2 SET pointer = sha256('nowhere') WHERE ref_name LIKE '%-4'");
    new TipsBySql(database, operations.vault(), base).next();
    List<String> before = catalog();

    assertThatThrownBy(() -> restore(named("latest")))
        .isInstanceOfSatisfying(
            BackupException.class,
            headless -> assertThat(headless.failure()).isEqualTo(Failure.DAMAGED))
        .hasMessageContaining("refs/heads/main-4");
    assertThat(catalog()).isEqualTo(before);
    assertThat(
            database.query(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_staging%'"))
        .isEmpty();
  }

  @Test
  void whatLedNowhereInTheBaseMayDoSoStillButNotLeadElsewhere() {
    String lost = "UPDATE nessie.refs2 SET pointer = sha256('%s') WHERE ref_name LIKE '%%-4'";
    database.execute(lost.formatted("nowhere"));
    TipsBySql upon = new TipsBySql(database, operations.vault(), operations.backup().id());
    database.execute("UPDATE nessie.refs2 SET deleted = NOT deleted WHERE ref_name LIKE '%-4'");
    upon.next();
    List<String> before = catalog();
    restore(named("latest"));
    assertThat(catalog()).isEqualTo(before);

    operations.undo();
    database.execute(lost.formatted("elsewhere"));
    upon.next();
    assertThatThrownBy(() -> restore(named("latest")))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("refs/heads/main-4");
  }
}
