package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.StoppedStandby;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;

/**
 * Whatever happens to a catalog while a journal is followed and backups are taken: a restore to a
 * position has what PostgreSQL's own recovery shows when it is stopped there. {@code
 * -Dnessiebackup.journal.rounds=40} makes the thorough history longer, {@code
 * -Dnessiebackup.journal.positions=200} looks at more of it, {@code -Dnessiebackup.journal.seed=7}
 * takes another one.
 */
class JournalHistoryTest {
  private static final int OLDEST = ReplicationSession.OLDEST_VERSION / 10_000;
  private static final String ELSEWHERE = "elsewhere";
  private static final long SEED = Long.getLong("nessiebackup.journal.seed", 1);
  private static final Extent SHORT = new Extent(3, 60, Duration.ZERO, 6, JournalScene.OPTIONS);
  private static final Extent LONG =
      new Extent(
          Integer.getInteger("nessiebackup.journal.rounds", 12),
          500,
          Duration.ofSeconds(10),
          Integer.getInteger("nessiebackup.journal.positions", 100),
          JournalScene.OPTIONS.at(JournalOptions.Pace.DEFAULT));

  private final Random random = new Random(SEED);

  /**
   * How much is tried.
   *
   * @param rounds a backup is taken in each
   * @param transactions so many in each round
   * @param time of a round; zero is as short as it gets
   * @param positions that are looked at
   */
  private record Extent(
      int rounds, int transactions, Duration time, int positions, JournalOptions options) {}

  /** A position to be looked at; of {@code exclusive} ones, what was committed before it. */
  private record Stop(Lsn position, boolean exclusive) {
    PointSelector selector() {
      return new PointSelector.To(new PointTarget.Position(position), exclusive, true);
    }

    void show(StoppedStandby standby) throws SQLException {
      if (exclusive) {
        standby.showBefore(position.toString());
      } else {
        standby.show(position.toString());
      }
    }
  }

  /** What was committed while a backup was taken lies between two positions. */
  private record Span(Lsn from, Lsn to) {
    boolean has(Lsn position) {
      return position.compareTo(from) >= 0 && position.compareTo(to) <= 0;
    }
  }

  private static List<Integer> versions() {
    return PostgresServer.available().stream().filter(each -> each >= OLDEST).toList();
  }

  @Test
  void positionsHaveWhatRecoveryShows(TestReporter reporter) throws SQLException {
    assertPositionsHaveWhatRecoveryShows(PostgresServer.available().last(), SHORT, reporter);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("versions")
  void manyPositionsOfALongHistoryHaveWhatRecoveryShows(int version, TestReporter reporter)
      throws SQLException {
    assertPositionsHaveWhatRecoveryShows(version, LONG, reporter);
  }

  private void assertPositionsHaveWhatRecoveryShows(
      int version, Extent extent, TestReporter reporter) throws SQLException {
    PostgresOptions options =
        PostgresOptions.defaults()
            .withMajorVersion(version)
            .withSetting("wal_level", "logical")
            .withSetting("wal_keep_size", "16GB")
            .withSetting("max_wal_size", "16GB");
    try (PostgresServer server = PostgresServer.start(options)) {
      JournalScene scene = JournalScene.withCatalog(server);
      try (StoppedStandby standby = StoppedStandby.of(server)) {
        scene.journal().start();
        scene.backUp();
        List<Span> backups = live(server, scene, extent);
        int compared = 0;
        for (Stop stop : stops(scene, backups, extent.positions())) {
          stop.show(standby);
          if (isReadable(standby)) {
            assertThat(restored(scene, server, stop))
                .as("%s, seed %d", stop, SEED)
                .isEqualTo(rows(standby.connect("postgres"), "nessie"));
            compared++;
          }
        }
        reporter.publishEntry(
            "PostgreSQL %d, seed %d: %d positions are equal, %d were passed over"
                .formatted(version, SEED, compared, extent.positions() - compared));
        assertThat(compared).isGreaterThanOrEqualTo(extent.positions() * 2 / 3);
      }
    }
  }

  /** Not where it has stopped while somebody rewrites a table, as it keeps the lock for good. */
  private static boolean isReadable(StoppedStandby standby) throws SQLException {
    try (Connection connection = standby.connect("postgres")) {
      return ask(
              connection,
              "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation IS NOT"
                  + " NULL")
          .equals("0");
    }
  }

  /** Changes the catalog, and says when backups were taken. */
  private static List<Span> live(PostgresServer server, JournalScene scene, Extent extent) {
    List<Span> backups = new ArrayList<>();
    try (JournalScene.Following following = scene.follow(extent.options());
        CatalogLoad load = new CatalogLoad(server, SEED)) {
      for (int round = 0; round < extent.rounds(); round++) {
        CatalogLoad.Running running = load.start(extent.transactions(), extent.time());
        Lsn from = position(server);
        scene.backUp();
        backups.add(new Span(from, position(server)));
        running.await();
        // The standby begins at the last one before the position that it is to show.
        scene.sql("CHECKPOINT");
        following.catchUp();
      }
    }
    assertThat(scene.epochs()).hasSize(1);
    return backups;
  }

  private static Lsn position(PostgresServer server) {
    try (Connection connection = server.connect()) {
      return Lsn.parse(ask(connection, "SELECT pg_current_wal_insert_lsn()::text")).orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Some transactions of all, and some of those that ran beside a backup, in their order. */
  private List<Stop> stops(JournalScene scene, List<Span> backups, int count) {
    List<Lsn> commits =
        scene.files(scene.epochs().getFirst()).stream()
            .flatMap(file -> file.transactions().stream())
            .map(JournalFile.Transaction::commit)
            .toList();
    List<Lsn> beside =
        commits.stream()
            .filter(each -> backups.stream().anyMatch(backup -> backup.has(each)))
            .toList();
    assertThat(beside).hasSizeGreaterThan(backups.size());
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Lsn> some = i % 2 == 0 ? commits : beside;
      Lsn commit = some.get(random.nextInt(some.size()));
      stops.add(
          random.nextBoolean() ? new Stop(commit, false) : new Stop(near(commit, commits), true));
    }
    Collections.sort(
        stops, Comparator.comparing(Stop::position).thenComparing(stop -> !stop.exclusive()));
    return stops;
  }

  /** A commit, or anywhere before the next one, also within a record of the log. */
  private Lsn near(Lsn commit, List<Lsn> commits) {
    int next = commits.indexOf(commit) + 1;
    long room = next < commits.size() ? commits.get(next).value() - commit.value() : 1;
    return random.nextBoolean() ? commit : new Lsn(commit.value() + random.nextLong(room));
  }

  private static List<String> restored(JournalScene scene, PostgresServer server, Stop stop)
      throws SQLException {
    CatalogRestore restore =
        new CatalogRestore(scene.reading(), scene.database(), new TestContext().context());
    restore.execute(
        restore.plan(new RestoreOptions(stop.selector(), Optional.of(ELSEWHERE), 2, false, false)));
    List<String> rows = rows(server.connect(), ELSEWHERE);
    scene.sql("DROP SCHEMA " + ELSEWHERE + " CASCADE");
    return rows;
  }

  private static List<String> rows(Connection connection, String schema) throws SQLException {
    try (connection) {
      return List.of(
          ask(connection, TestDatabase.fingerprintOf(schema + ".refs2")),
          ask(connection, TestDatabase.fingerprintOf(schema + ".objs2")));
    }
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }
}
