package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;

/**
 * A vault, and a clock that lets a minute pass between any two backups, all of them in one hour:
 * which one a backup builds on depends on it.
 */
final class IncrementalScene {
  private final SteppingClock clock =
      new SteppingClock(Instant.now().truncatedTo(ChronoUnit.HOURS));
  private final WorkContext work =
      new WorkContext(
          "nessie-backup test", "nessie-backup test", clock, Progress.NONE, new Cancellation());
  private final MemoryStore store = new MemoryStore();
  private Vault writing;
  private Vault reading;
  private int seed = 100;

  /** With a vault that is neither encrypted nor signed. */
  IncrementalScene() {
    writing =
        Vault.create(
            store, new NewVault("scene", clock.instant(), "test", List.of(), Optional.empty()));
    reading = writing;
  }

  /** With a vault that has keys: backups are made by one, and restored by the other. */
  IncrementalScene(Function<MemoryStore, Vault> writing, Function<MemoryStore, Vault> reading) {
    this.writing = writing.apply(store);
    this.reading = reading.apply(store);
  }

  /** From now on backups are made with other keys, and restored with other keys. */
  void open(Vault forWriting, Vault forReading) {
    writing = forWriting;
    reading = forReading;
  }

  Vault vault() {
    return writing;
  }

  MemoryStore store() {
    return store;
  }

  BackupReport backUp(Database database, Wanted wanted, Optional<Duration> fullEvery) {
    clock.advance(Duration.ofMinutes(1));
    return new CatalogBackup(writing, database, work)
        .run(
            new BackupOptions(
                Optional.of("nessie"), Optional.empty(), 2, false, wanted, fullEvery, List.of()));
  }

  /** Turns the clock of the host back. */
  void turnBack(Duration duration) {
    clock.advance(duration.negated());
  }

  /** A backup of a catalog that somebody says to continue the history of the vault. */
  BackupReport continueHistory(TestDatabase database) {
    clock.advance(Duration.ofMinutes(1));
    return new CatalogBackup(writing, database.database(), work)
        .run(
            new BackupOptions(
                Optional.of("nessie"),
                Optional.empty(),
                2,
                true,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));
  }

  BackupReport backUp(TestDatabase database) {
    return backUp(database.database(), Wanted.AUTO, Optional.empty());
  }

  /** A backup that has to be incremental, and to give back all rows. */
  TableChanges incremental(TestDatabase database) {
    BackupReport report = backUp(database);
    assertThat(report.fullReason()).isEmpty();
    assertRestores(database, report.manifest());
    return report.manifest().table("objs2").orElseThrow().changes().orElseThrow();
  }

  /** A backup that has to be full for a reason, and to give back all rows. */
  void full(TestDatabase database, FullReason reason) {
    BackupReport report = backUp(database);
    assertThat(report.fullReason()).contains(reason);
    assertRestores(database, report.manifest());
  }

  void grow(TestDatabase database, int commits) {
    try (Connection connection = database.connect()) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(commits).withoutMilestones().withSeed(seed++));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void assertRestores(TestDatabase database, Manifest backup) {
    List<String> now = database.catalogFingerprint("nessie");
    restore(database.database(), backup);
    assertThat(database.catalogFingerprint("restored")).isEqualTo(now);
    database.execute("DROP SCHEMA restored CASCADE");
  }

  void restore(Database database, Manifest backup) {
    clock.advance(Duration.ofSeconds(1));
    CatalogRestore restore = new CatalogRestore(reading, database, work);
    restore.execute(
        restore.plan(new RestoreOptions(backup.id().value(), Optional.of("restored"), 2, true)));
  }
}
