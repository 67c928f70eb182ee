package org.nessiebackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.PointId;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.JournalBySql;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.JournalReport;

/** A catalog that changes in every way a catalog can, and what a journal brings back of it. */
class RestoredPositionTest {
  private static final String ELSEWHERE = "elsewhere";

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final MemoryStore store = new MemoryStore();
  private final Operations operations = new Operations(store, database.database(), work);
  private final List<State> states = new ArrayList<>();
  private JournalBySql journal;
  private Manifest first;

  /**
   * What was there.
   *
   * @param before what was committed before this position
   */
  private record State(Lsn before, List<String> rows) {}

  @BeforeEach
  void begin() {
    Manifest described = operations.backup();
    journal = new JournalBySql(database, operations.vault(), described);
    first = operations.backup();
  }

  @AfterEach
  void drop() {
    journal.close();
    database.close();
  }

  /** What is there now. */
  private State state() {
    State state =
        new State(
            Lsn.parse(database.query("SELECT pg_current_wal_insert_lsn()").getFirst())
                .orElseThrow(),
            database.catalogFingerprint("nessie"));
    states.add(state);
    return state;
  }

  private RestorePlan plan(PointSelector point) {
    return operations
        .restore()
        .plan(new RestoreOptions(point, Optional.of(ELSEWHERE), 2, false, false));
  }

  private List<String> restored(PointSelector point) {
    operations.restore().execute(plan(point));
    return database.catalogFingerprint(ELSEWHERE);
  }

  private static PointSelector before(Lsn position) {
    return new PointSelector.To(new PointTarget.Position(position), true, true);
  }

  private static PointSelector upTo(Lsn position) {
    return new PointSelector.To(new PointTarget.Position(position), false, true);
  }

  private RecoveryPoint.Journal find(PointSelector point) {
    return (RecoveryPoint.Journal) operations.vault().points().find(point);
  }

  /** Large values that are stored out of line, changed in all ways. */
  private static String change(Random random, int number) {
    String some = "abs(hashtext(obj_id::text)) %% %d = 0".formatted(2 + random.nextInt(12));
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          """
          INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value, obj_ref)
          SELECT '', sha256((%1$d * 1000 + n)::text::bytea), 'v',
            (SELECT string_agg(sha256((%1$d + n * i)::text::bytea), ''::bytea) FROM generate_series(1, 200) i), 0
          FROM generate_series(1, 5) n
          """
              .formatted(number);
      case 2, 3 -> "UPDATE nessie.objs2 SET obj_ref = %d WHERE ".formatted(number) + some;
      case 4 ->
          "UPDATE nessie.objs2 SET obj_value = obj_value || '\\x%02x', obj_ref = NULL WHERE "
                  .formatted(number % 256)
              + some;
      case 5 -> "DELETE FROM nessie.objs2 WHERE abs(hashtext(obj_id::text)) %% 40 = 1".formatted();
      case 6 ->
          "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) VALUES ('', 'refs/heads/b%d', sha256('%d'), false)"
              .formatted(number, number);
      case 7 ->
          "UPDATE nessie.refs2 SET pointer = sha256('%d'), prev_ptr = pointer WHERE ref_name LIKE '%%b%%'"
              .formatted(number);
      default ->
          "UPDATE nessie.refs2 SET ref_name = ref_name || 'x' WHERE ref_name LIKE '%b%' AND"
              + " length(ref_name) < 40";
    };
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql.replace("%%", "%"));
    }
  }

  /** Transactions with savepoints, rolled back in part and as a whole. */
  private void transaction(Random random, int number) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      run(connection, change(random, number));
      run(connection, "SAVEPOINT a");
      run(connection, change(random, number + 500));
      if (random.nextBoolean()) {
        run(connection, "ROLLBACK TO a");
      }
      run(connection, change(random, number + 700));
      if (random.nextInt(20) == 0) {
        run(connection, "TRUNCATE nessie.objs2");
        run(connection, change(random, number + 800));
      }
      if (random.nextInt(6) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
    }
  }

  @Test
  void statesOfARandomHistoryComeBackRowForRow() throws SQLException {
    assertStatesComeBack(1);
  }

  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void statesOfOtherHistoriesComeBackRowForRow(int seed) throws SQLException {
    assertStatesComeBack(seed);
  }

  private void assertStatesComeBack(int seed) throws SQLException {
    Random random = new Random(seed);
    for (int number = 1; number <= 20; number++) {
      try (Connection open = database.connect()) {
        open.setAutoCommit(false);
        run(
            open,
            "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) VALUES ('open', 'o%d', sha256('o'), false)"
                .formatted(number));
        transaction(random, number);
        if (random.nextInt(5) == 0) {
          operations.backup();
        }
        state();
        if (random.nextBoolean()) {
          open.commit();
        } else {
          open.rollback();
        }
      }
      if (random.nextInt(3) == 0) {
        state();
        journal.next();
      }
      if (random.nextInt(8) == 0) {
        journal.continueInAnotherEpoch(first);
      }
    }
    State last = state();
    journal.next();
    for (int i = 0; i < 6; i++) {
      State state = states.get(random.nextInt(states.size()));
      assertThat(restored(before(state.before()))).isEqualTo(state.rows());
    }
    assertThat(restored(PointSelector.of(PointId.of(first.id(), last(last.before())))))
        .as("from the oldest base")
        .isEqualTo(last.rows());
  }

  /** The last position before one. */
  private static Lsn last(Lsn behind) {
    return new Lsn(behind.value() - 1);
  }

  @Test
  void backupsThatWereTakenWhileOthersCommitAreBases() throws Exception {
    List<Manifest> bases = new ArrayList<>();
    Writers writers = new Writers(database);
    try {
      for (int i = 0; i < 6; i++) {
        bases.add(operations.backup());
        journal.next();
      }
    } finally {
      writers.end();
    }
    State last = state();
    journal.next();
    JournalReport proof =
        new BackupVerification(operations.vault(), work.context(), RowTap.NONE)
            .journal(false, 2, stage -> {});
    assertThat(proof.pairs())
        .hasSize(bases.size())
        .allSatisfy(pair -> assertThat(pair.outcome()).isEqualTo(JournalReport.Outcome.PROVEN));
    assertThat(proof.pairs().getFirst().transactions()).isPositive();
    for (Manifest base : bases) {
      RecoveryPoint.Journal point =
          find(PointSelector.of(PointId.of(base.id(), last(last.before()))));
      assertThat(point.chain().newest().id()).isEqualTo(base.id());
      assertThat(restored(PointSelector.of(point.id()))).isEqualTo(last.rows());
    }
  }

  /** Sessions that commit as fast as they can, in transactions with savepoints. */
  private static final class Writers {
    private static final int COUNT = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean ended;

    Writers(TestDatabase database) {
      for (int i = 0; i < COUNT; i++) {
        int seed = i;
        running.add(threads.submit(() -> write(database, new Random(seed))));
      }
    }

    private Void write(TestDatabase database, Random random) throws SQLException {
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        while (!ended) {
          int key = random.nextInt(30);
          run(
              connection,
              """
              INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) VALUES ('w', sha256('%d'), 'v', '\\x01')
              ON CONFLICT (repo, obj_id) DO UPDATE SET obj_ref = %d
              """
                  .formatted(key, random.nextInt(1000)));
          run(connection, "SAVEPOINT a");
          run(
              connection,
              "DELETE FROM nessie.objs2 WHERE obj_id = sha256('%d')".formatted(key / 2));
          if (random.nextBoolean()) {
            run(connection, "ROLLBACK TO a");
          }
          connection.commit();
        }
      }
      return null;
    }

    void end() throws Exception {
      ended = true;
      for (Future<?> each : running) {
        each.get();
      }
      threads.shutdown();
    }
  }

  /** Commits one transaction that makes a branch of this name lead to a new object. */
  private void commit(String branch) {
    database.execute(
        """
        BEGIN;
        INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) VALUES ('', sha256('%1$s'), 'v', '\\x01');
        INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) VALUES ('', 'refs/heads/%1$s', sha256('%1$s'), false);
        COMMIT
        """
            .formatted(branch));
  }

  private static String hash(String branch) {
    return Digests.hex(branch);
  }

  @Test
  void aMomentEndsBeforeTheFirstTransactionThatIsLater() {
    commit("one");
    State one = state();
    commit("two");
    State two = state();
    commit("three");
    JournalFile file = journal.next();
    List<JournalFile.Transaction> transactions = file.transactions();
    Instant second = transactions.get(1).at();

    RestorePlan plan = plan(PointSelector.asOf(second, true));
    RecoveryPoint.Journal point = (RecoveryPoint.Journal) plan.point();
    assertThat(point.id()).isEqualTo(PointId.of(first.id(), transactions.get(1).commit()));
    assertThat(point.at()).isEqualTo(second);
    assertThat(point.summary().near()).contains(transactions.get(1));
    assertThat(point.summary().behind().next()).contains(transactions.get(2));
    assertThat(point.summary().behind().transactions()).isEqualTo(1);
    assertThat(restored(PointSelector.asOf(second, true))).isEqualTo(two.rows());
    assertThat(restored(new PointSelector.To(new PointTarget.Moment(second), true, true)))
        .isEqualTo(one.rows());
    assertThat(restored(PointSelector.of(point.id()))).as("by its name").isEqualTo(two.rows());
  }

  @Test
  void marksPositionsAndCommitsNameTransactions() {
    State none = state();
    commit("one");
    State one = state();
    database.execute("SELECT pg_logical_emit_message(true, 'nessie-backup', 'before-upgrade')");
    commit("two");
    State two = state();
    JournalFile file = journal.next();

    assertThat(restored(upTo(file.transactions().getFirst().commit()))).isEqualTo(one.rows());
    assertThat(restored(before(file.transactions().getFirst().commit()))).isEqualTo(none.rows());
    assertThat(restored(to("before-upgrade", false))).isEqualTo(one.rows());
    assertThat(restored(new PointSelector.Named("@mark:before-upgrade", true)))
        .isEqualTo(one.rows());
    assertThat(restored(to(hash("two"), false))).isEqualTo(two.rows());
    try (CatalogSource seen =
        BackupCatalog.open(operations.vault(), "@" + hash("two"), 2, work.context())) {
      List<String> names = new ArrayList<>();
      seen.references(row -> names.add(row.name()));
      assertThat(names).anyMatch(name -> name.endsWith("two"));
    }
    assertThat(restored(to(hash("two").substring(0, 12), true))).isEqualTo(one.rows());
    assertThat(restored(new PointSelector.Named("latest", true))).isEqualTo(two.rows());
    assertFails(to("after-upgrade", false), Failure.USAGE, "before-upgrade");
    assertFails(to("mark:after-upgrade", false), Failure.BACKUP_NOT_FOUND, "before-upgrade");
    assertFails(to(hash("three"), false), Failure.GAP, hash("three"));
    database.execute(
        "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) SELECT '', 'again', obj_id,"
            + " false FROM nessie.objs2 LIMIT 1");
    journal.next();
    String older =
        database
            .query("SELECT encode(pointer, 'hex') FROM nessie.refs2 WHERE ref_name = 'again'")
            .getFirst();
    assertFails(to(older, false), Failure.GAP, "first");
  }

  private static PointSelector to(String words, boolean exclusive) {
    return new PointSelector.To(
        PointTarget.parse(words, Instant.now()).orElseThrow(), exclusive, true);
  }

  private void assertFails(PointSelector point, Failure failure, String saying) {
    assertThatThrownBy(() -> plan(point))
        .isInstanceOfSatisfying(
            BackupException.class, refused -> assertThat(refused.failure()).isEqualTo(failure))
        .hasMessageContaining(saying);
  }

  @Test
  void nothingElseIsTakenForWhatLiesInAGap() {
    commit("one");
    State one = state();
    JournalFile last = journal.next();
    List<State> unseen = new ArrayList<>();
    List<Instant> moments = new ArrayList<>();
    journal.gap(
        first,
        () -> {
          commit("unseen");
          moments.add(Instant.now());
          unseen.add(state());
        });
    Manifest next = operations.backup();
    commit("two");
    State two = state();
    journal.next();

    assertThat(restored(upTo(last.transactions().getLast().commit()))).isEqualTo(one.rows());
    assertThat(restored(new PointSelector.Named("latest", true))).isEqualTo(two.rows());
    assertFails(before(unseen.getFirst().before()), Failure.GAP, "where it ended");
    assertThatThrownBy(() -> plan(PointSelector.asOf(moments.getFirst(), true)))
        .isInstanceOfSatisfying(
            BackupException.class,
            gap -> {
              assertThat(gap.failure()).isEqualTo(Failure.GAP);
              assertThat(gap.hint().orElseThrow()).contains(next.id().value());
            });
    assertFails(PointSelector.asOf(Instant.now(), true), Failure.GAP, "it goes to");
    assertFails(
        PointSelector.of(PointId.of(first.id(), last(two.before()))), Failure.GAP, "is not in");
  }

  @Test
  void aTransactionThatTheJournalHasNotShowsBetweenTwoBackups() {
    commit("one");
    journal.next();
    operations.backup();
    journal.next();
    journal.forget(() -> commit("unseen"));
    Manifest next = operations.backup();
    journal.next();

    JournalReport proof =
        new BackupVerification(operations.vault(), work.context(), RowTap.NONE)
            .journal(false, 2, stage -> {});

    assertThat(proof.sound()).isFalse();
    assertThat(proof.pairs())
        .extracting(JournalReport.Pair::outcome)
        .containsExactly(JournalReport.Outcome.PROVEN, JournalReport.Outcome.DIFFERENT);
    assertThat(proof.pairs().getLast().to()).isEqualTo(next.id());
  }

  @Test
  void beforeTheJournalAndAfterItWasStoppedBackupsCountAsEver() {
    commit("one");
    journal.stop();
    Manifest later = operations.backup();

    assertThat(operations.vault().points().find(PointSelector.asOf(Instant.now(), true)).id())
        .isEqualTo(PointId.of(later.id()));
    assertThat(operations.vault().points().find(new PointSelector.Named("latest", true)).id())
        .isEqualTo(PointId.of(later.id()));
  }
}
