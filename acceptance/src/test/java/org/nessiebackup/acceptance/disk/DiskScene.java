package org.nessiebackup.acceptance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.trials.TriedOperation;
import org.nessiebackup.acceptance.trials.TriedOperations;
import org.nessiebackup.acceptance.trials.TriedVault;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.ObjectStore;

/** A catalog, and a vault with keys and backups that is as new for each trial. */
final class DiskScene implements AutoCloseable {
  private static final Duration LATER = Duration.ofDays(30);

  /** What is tried. */
  enum Kind {
    FULL_BACKUP,
    INCREMENTAL_BACKUP,
    PRUNE,
    VERIFY,
    KEEP,
    COPY,
    COPY_INTO,
    REWRAP,
    RESTORE;

    String words() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  private final PostgresServer server = PostgresServer.start();
  private final CatalogDatabase database = CatalogDatabase.create(server, "disk");
  private final Path good;
  private final Path place;
  private final TriedVault vault;
  private final TriedOperations operations;
  private Clock clock = Clock.systemUTC();

  DiskScene(Path folder) throws IOException, SQLException {
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    place = folder.resolve("vault");
    good = folder.resolve("good");
    vault = new TriedVault(place.toString(), folder.resolve("keys"), true);
    operations = new TriedOperations(vault, this::context);
    run(operations.backup(Wanted.FULL), new FaultyDisk());
    database.execute("DELETE FROM nessie.objs2 WHERE get_byte(obj_id, 0) % 16 = 0");
    run(operations.backup(Wanted.INCREMENTAL), new FaultyDisk());
    operations.addRecipient();
    database.execute("DELETE FROM nessie.objs2 WHERE get_byte(obj_id, 0) % 16 = 1");
    Files.move(place, good);
  }

  private WorkContext context() {
    return new WorkContext(
        "nessie-backup disk", "nessie-backup disk", clock, Progress.NONE, new Cancellation());
  }

  private Database connection() {
    return new Database(
        new ConnectionSettings(
            server.jdbcUrl("disk"),
            Optional.of(server.user()),
            Optional.empty(),
            "nessie-backup disk"));
  }

  void freshVault() throws IOException {
    for (Path each : List.of(place, Path.of(vault.copyPlace()))) {
      delete(each);
    }
    FailingDiskTest.copy(good, place);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path file : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  Set<String> listed() {
    Set<String> ids = new TreeSet<>();
    vault.backups(vault.store()).forEach(each -> ids.add(each.id().value()));
    return ids;
  }

  /** What is tried, on the vault as it is. */
  TriedOperation operation(Kind kind, FaultyDisk disk) {
    String newest = vault.backups(vault.store()).getLast().id().value();
    return switch (kind) {
      case FULL_BACKUP -> operations.backup(Wanted.FULL);
      case INCREMENTAL_BACKUP -> operations.backup(Wanted.AUTO);
      case PRUNE -> of(kind, store -> operations.prune(store, keeping(1)));
      case VERIFY ->
          of(
              kind,
              store -> {
                if (!operations.verify(store).sound()) {
                  throw Failure.FINDINGS.exception("a backup cannot be read", null);
                }
              });
      case KEEP ->
          of(
              kind,
              store ->
                  vault
                      .open(store)
                      .pins()
                      .add(
                          new Pin(
                              new BackupId(newest),
                              clock.instant(),
                              Optional.of("why"),
                              "a test")));
      case COPY -> operations.copy();
      case COPY_INTO ->
          of(
              kind,
              store ->
                  operations.copy(
                      vault.store(), new FolderStore(disk.path(Path.of(vault.copyPlace())))));
      case REWRAP -> operations.rewrap();
      case RESTORE ->
          of(kind, store -> operations.restoreInto(store, connection(), newest, "restored"));
    };
  }

  private interface OnStore {
    void run(ObjectStore store);
  }

  private static TriedOperation of(Kind kind, OnStore work) {
    return new TriedOperation(kind.words(), List.of(), (store, database) -> work.run(store));
  }

  private static RetentionPolicy keeping(int last) {
    return RetentionPolicy.NONE.withLast(last);
  }

  /** Runs it on a disk; answers the failure that it ended with, if it did. */
  Optional<BackupException> run(TriedOperation operation, FaultyDisk disk) {
    try {
      operation.inProcess().run(new FolderStore(disk.path(place)), connection());
      return Optional.empty();
    } catch (BackupException e) {
      return Optional.of(e);
    } finally {
      database.execute("DROP SCHEMA IF EXISTS restored CASCADE");
    }
  }

  long callsOf(Kind kind) throws IOException {
    freshVault();
    FaultyDisk disk = new FaultyDisk().with(DiskFault.Failing.from(Long.MAX_VALUE));
    assertThat(run(operation(kind, disk), disk)).isEmpty();
    return disk.calls();
  }

  /** How many bytes it adds to the vault. */
  long bytesOf(Kind kind) throws IOException {
    freshVault();
    long before = size();
    FaultyDisk disk = new FaultyDisk();
    run(operation(kind, disk), disk);
    return Math.max(1000, size() - before);
  }

  private long size() throws IOException {
    try (Stream<Path> walk = Files.walk(place)) {
      return walk.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  static void assertSaysSomething(BackupException e) {
    assertThat(e.getMessage()).isNotBlank().doesNotContain("java.", "Exception", "null");
  }

  /** After any accident of a disk that is well again. */
  void assertWhole(Set<String> before, Kind kind, boolean done) throws IOException {
    Set<String> after = listed();
    int added = kind == Kind.FULL_BACKUP || kind == Kind.INCREMENTAL_BACKUP ? 1 : 0;
    if (done && added > 0) {
      assertThat(after).hasSize(before.size() + added);
    }
    if (kind != Kind.PRUNE) {
      assertThat(after).containsAll(before);
    }
    assertThat(operations.verify(vault.store()).sound()).isTrue();
    if (!vault.backups(vault.copyStore()).isEmpty()) {
      assertThat(operations.verify(vault.copyStore()).sound()).as("the copy").isTrue();
    }
    vault.removeLeases();
    FaultyDisk well = new FaultyDisk();
    assertThat(run(operation(kind, well), well)).as("the next one").isEmpty();
    clock = Clock.offset(clock, LATER);
    operations.prune(vault.store(), keeping(1));
    List<Manifest> backups = vault.backups(vault.store());
    assertThat(backups).isNotEmpty();
    assertThat(TriedVault.garbage(vault.store(), backups)).isEmpty();
    try (Stream<Path> walk = Files.walk(place)) {
      assertThat(walk.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
    clock = Clock.systemUTC();
  }

  @Override
  public void close() {
    server.close();
  }
}
