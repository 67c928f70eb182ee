package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.StoredEpoch;

/** An encrypted vault with the journal of a catalog, and what it has compared with the tables. */
final class JournalScene {
  static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT
          .in("nessie")
          .within(new JournalOptions.Limits(1L << 30, true))
          .at(
              new JournalOptions.Pace(
                  Duration.ZERO, Duration.ofMinutes(1), Duration.ofMillis(200)));

  private final ObjectStore store;
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys;
  private final Supplier<Database> database;
  private final Connections connections;
  private int seed = 700;
  private int marks;

  /** Connects the superuser. */
  interface Connections {
    Connection connect() throws SQLException;
  }

  JournalScene(ObjectStore store, Supplier<Database> database, Connections connections) {
    this.store = store;
    this.keys = EncryptedVault.create(store, reader);
    this.database = database;
    this.connections = connections;
  }

  ObjectStore store() {
    return store;
  }

  Vault writing() {
    return keys.open();
  }

  Vault reading() {
    return keys.open(reader);
  }

  Vault through(ObjectStore other) {
    return keys.open(other);
  }

  Database database() {
    return database.get();
  }

  CatalogJournal journal() {
    return journal(OPTIONS.limits());
  }

  CatalogJournal journal(JournalOptions.Limits limits) {
    return new CatalogJournal(
        keys::open, database.get(), OPTIONS.within(limits), new TestContext().context());
  }

  Following follow(JournalOptions options) {
    return new Following(options, keys::open);
  }

  Following follow() {
    return follow(OPTIONS);
  }

  Following followThrough(ObjectStore through) {
    return follow(OPTIONS, through);
  }

  Following follow(JournalOptions options, ObjectStore through) {
    return new Following(options, () -> keys.open(through));
  }

  /** A journal that is followed in another thread. */
  final class Following implements AutoCloseable {
    private final TestContext work = new TestContext();
    private final LinkedBlockingQueue<FollowReport> reports = new LinkedBlockingQueue<>();
    private final CompletableFuture<FollowReport.Ended> result = new CompletableFuture<>();

    Following(JournalOptions options, Supplier<Vault> vaults) {
      CatalogJournal journal = new CatalogJournal(vaults, database.get(), options, work.context());
      Thread.ofPlatform()
          .name("follower")
          .start(
              () -> {
                try {
                  result.complete(journal.run(reports::add));
                } catch (RuntimeException | Error e) {
                  result.completeExceptionally(e);
                }
              });
    }

    /** The next report of a kind that is as wanted; those before it are passed over. */
    <T extends FollowReport> T await(Class<T> kind, Predicate<T> wanted) {
      List<FollowReport> passed = new ArrayList<>();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      try {
        while (true) {
          FollowReport next = reports.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (next == null || result.isCompletedExceptionally()) {
            throw new AssertionError("only " + passed + " and " + result);
          }
          if (kind.isInstance(next) && wanted.test(kind.cast(next))) {
            return kind.cast(next);
          }
          passed.add(next);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    <T extends FollowReport> T await(Class<T> kind) {
      return await(kind, each -> true);
    }

    /** Waits until everything is in the vault that is committed by now. */
    JournalFile catchUp() {
      String name = mark();
      return await(
              FollowReport.Stored.class,
              stored -> stored.file().marks().stream().anyMatch(each -> each.name().equals(name)))
          .file();
    }

    FollowReport.Ended result() {
      try {
        return result.get(20, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new AssertionError(reports.toString(), e);
      }
    }

    @Override
    public void close() {
      work.cancellation().request();
      try {
        result.get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof BackupException stopped
            && stopped.failure() == Failure.INTERRUPTED)) {
          throw new AssertionError(e.getCause());
        }
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Names a point by a name of its own. */
  String mark() {
    String name = "mark " + marks++;
    sql("SELECT pg_logical_emit_message(true, 'nessie-backup', 'mark " + name + "')");
    return name;
  }

  void backUp() {
    new CatalogBackup(writing(), database(), new TestContext().context())
        .run(
            new BackupOptions(
                Optional.of("nessie"),
                Optional.empty(),
                2,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));
  }

  void sql(String... statements) {
    try (Connection connection = connections.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  String ask(String question) {
    try (Connection connection = connections.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void grow(int commits) {
    try (Connection connection = connections.connect()) {
      SampleCatalog.grow(
          connection,
          "nessie",
          CatalogOddities.small().withCommits(commits).withoutMilestones().withSeed(seed++));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Epochs, oldest first. */
  List<JournalEpoch> epochs() {
    return reading().journal().epochs().stream()
        .map(each -> ((StoredEpoch.Usable) each).document())
        .toList();
  }

  List<JournalFile> files(JournalEpoch epoch) {
    List<JournalFile> files = new ArrayList<>();
    JournalFiles stored = reading().journal().files(epoch.epoch());
    stored.read(1, stored.last(), files::add);
    return files;
  }

  Optional<JournalFile.End> end(JournalEpoch epoch) {
    return files(epoch).stream().reduce((one, other) -> other).flatMap(JournalFile::end);
  }

  /** The rows of now; of the moment of a start, if nothing was committed since. */
  CatalogRows rows() {
    try (Connection connection = connections.connect()) {
      return CatalogRows.of(connection, epochs().getLast());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All changes of epochs; refuses what stands twice or in another order. */
  List<ChangeRow> changes(List<JournalEpoch> epochs) {
    List<ChangeRow> changes = new ArrayList<>();
    for (JournalEpoch epoch : epochs) {
      JournalFiles files = reading().journal().files(epoch.epoch());
      reading().journal().rows(files).read(1, files.last(), changes::add);
    }
    for (int i = 1; i < changes.size(); i++) {
      ChangeRow one = changes.get(i - 1);
      ChangeRow other = changes.get(i);
      boolean behind =
          one.commit().equals(other.commit())
              ? other.seq() == one.seq() + 1
              : other.commit().compareTo(one.commit()) > 0 && other.seq() == 1;
      assertThat(behind).as("%s after %s", other, one).isTrue();
    }
    return changes;
  }

  /** What was there, brought forward by the journal, is what is there. */
  void assertHasAll(CatalogRows before) {
    changes(epochs()).forEach(before::apply);
    assertThat(before.lines()).isEqualTo(rows().lines());
  }

  static JournalScene of(TestDatabase database) {
    return new JournalScene(new MemoryStore(), database::database, database::connect);
  }

  /** The same of a server of the test's own, which may be another one later. */
  static JournalScene of(Supplier<PostgresServer> server, ObjectStore store) {
    return new JournalScene(
        store, () -> TestDatabase.databaseOf(server.get()), () -> server.get().connect());
  }

  /** The same with a small catalog, which it makes. */
  static JournalScene withCatalog(PostgresServer server) {
    JournalScene scene = of(() -> server, new MemoryStore());
    scene.makeCatalog();
    return scene;
  }

  void makeCatalog() {
    try (Connection connection = connections.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
