package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;

/**
 * Incremental backups of a random history give exactly what full ones of the same moments give.
 * {@code -Dnessiebackup.history.steps=200} makes the history longer.
 */
class RandomHistoryTest {
  private static final int STEPS = Integer.getInteger("nessiebackup.history.steps", 16);
  private static final long SEED = Long.getLong("nessiebackup.history.seed", 1);

  private final SteppingClock clock =
      new SteppingClock(Instant.now().truncatedTo(ChronoUnit.HOURS));
  private final WorkContext work =
      new WorkContext(
          "nessie-backup test", "nessie-backup test", clock, Progress.NONE, new Cancellation());
  private final Vault chained =
      Vault.create(
          new MemoryStore(),
          new NewVault("one", clock.instant(), "test", List.of(), Optional.empty()));
  private final Vault whole =
      Vault.create(
          new MemoryStore(),
          new NewVault("two", clock.instant(), "test", List.of(), Optional.empty()));
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Map<String, Integer> kinds = new HashMap<>();

  /** A backup and the rows it has to give back. */
  private record Snapshot(Manifest backup, List<String> rows) {}

  private static Iterable<Integer> versions() {
    return TestDatabase.versions();
  }

  @Tag("versions")
  @ParameterizedTest
  @MethodSource("versions")
  void everyBackupOfAHistoryGivesBackItsMomentRowByRow(int version, TestReporter reporter)
      throws Exception {
    Random random = new Random(SEED);
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie");
        RandomHistory history = new RandomHistory(database, SEED + version)) {
      backUp(database, "begin");
      for (int step = 0; step < STEPS; step++) {
        String event = history.next();
        clock.advance(Duration.ofMinutes(random.nextInt(20)));
        backUp(database, event);
        if (step % 5 == 0) {
          restoreAndCompare(database, snapshots.getLast());
        }
      }
      for (int i = 0; i < STEPS / 8; i++) {
        restoreAndCompare(database, snapshots.get(random.nextInt(snapshots.size())));
      }
      reporter.publishEntry(
          "PostgreSQL %d, %d steps: %s".formatted(version, STEPS, new TreeMap<>(kinds)));
      assertThat(snapshots.stream().filter(each -> each.backup().parent().isPresent()))
          .hasSizeGreaterThan(STEPS / 2);
      assertThat(
              new BackupVerification(chained, work, RowTap.NONE)
                  .run(new VerifyOptions(Optional.empty(), false, 2))
                  .backups())
          .allSatisfy(each -> assertThat(each.findings()).isEmpty());
    }
  }

  private void backUp(TestDatabase database, String event) {
    BackupReport incremental =
        new CatalogBackup(chained, database.database(), work)
            .run(
                new BackupOptions(
                    Optional.of("nessie"),
                    Optional.empty(),
                    2,
                    false,
                    BackupOptions.Wanted.AUTO,
                    Optional.empty(),
                    List.of()));
    kinds.merge(
        incremental
            .fullReason()
            .map(FullReason::label)
            .orElseGet(() -> "incremental, depth %2d".formatted(incremental.depth())),
        1,
        Integer::sum);
    clock.advance(Duration.ofSeconds(1));
    Manifest full =
        new CatalogBackup(whole, database.database(), work)
            .run(
                new BackupOptions(
                    Optional.of("nessie"),
                    Optional.empty(),
                    2,
                    false,
                    BackupOptions.Wanted.FULL,
                    Optional.empty(),
                    List.of()))
            .manifest();
    clock.advance(Duration.ofSeconds(1));
    for (TableEntry table : full.tables()) {
      TableEntry same = incremental.manifest().table(table.name()).orElseThrow();
      assertThat(same.wholeRows()).as(event).isEqualTo(table.rows());
      assertThat(same.changes().map(TableChanges::digestTail).orElse(same.digest()))
          .as(event)
          .satisfies(digest -> assertThat(table.digest()).endsWith(digest));
    }
    assertThat(incremental.depth()).isLessThan(23);
    assertThat(incremental.fullReason())
        .as(event)
        .isNotEqualTo(Optional.of(FullReason.NOT_DURABLE));
    assertThat(incremental.fullReason())
        .as(event)
        .isNotEqualTo(Optional.of(FullReason.COUNTS_DISAGREE));
    snapshots.add(new Snapshot(incremental.manifest(), database.catalogFingerprint("nessie")));
  }

  private void restoreAndCompare(TestDatabase database, Snapshot snapshot) {
    CatalogRestore restore = new CatalogRestore(chained, database.database(), work);
    restore.execute(
        restore.plan(
            new RestoreOptions(snapshot.backup().id().value(), Optional.of("restored"), 2, true)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(database.catalogFingerprint("restored")).isEqualTo(snapshot.rows());
    database.execute("DROP SCHEMA restored CASCADE");
  }
}
