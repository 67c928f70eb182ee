package org.nessiebackup.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.integrity.GraphCheck;
import org.nessiebackup.integrity.GraphOptions;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TwoServers;
import org.nessiebackup.vault.Vault;

/** A replica that follows, and sessions that write to its primary. */
final class PromotionScene implements AutoCloseable {
  static final PromotionOptions OPTIONS =
      new PromotionOptions(Optional.empty(), Duration.ofSeconds(60), 2);

  private final TwoServers servers;
  private final MemoryStore store = new MemoryStore();
  private final EncryptedVault keys;
  private final Identity reader = EncryptedVault.identity();
  private final TestContext work = new TestContext();
  private Optional<Database> primary = Optional.empty();

  PromotionScene(int primary, int replica) {
    this(TwoServers.create(primary, replica));
  }

  PromotionScene(TwoServers servers) {
    this.servers = servers;
    this.keys = EncryptedVault.create(store, reader);
    servers.followBySql();
    servers
        .primary()
        .execute(
            "COMMENT ON PUBLICATION %s IS 'nessie-backup: replica'".formatted(TwoServers.NAMED));
    servers.recordFollowing(writing(), new BackupId("20261122T020000Z-7f3a"));
  }

  TwoServers servers() {
    return servers;
  }

  Vault writing() {
    return keys.open();
  }

  Vault reading() {
    return keys.open(reader);
  }

  /** As somebody sees it who may not write. */
  Vault withoutHostKey() {
    return Vault.open(store);
  }

  TestContext work() {
    return work;
  }

  /** From now on the primary is looked for elsewhere. */
  void reachPrimaryBy(Database other) {
    primary = Optional.of(other);
  }

  CatalogReplica replica() {
    return replica(work.context());
  }

  private CatalogReplica replica(WorkContext context) {
    return new CatalogReplica(
        () -> keys.open(reader),
        primary.orElseGet(() -> servers.primary().database()),
        servers.replica().database(),
        options(),
        context);
  }

  ReplicaOptions options() {
    return new ReplicaOptions(
        "standby",
        Optional.empty(),
        Optional.empty(),
        ReplicaOptions.Link.OURS,
        ReplicaOptions.Limits.DEFAULT);
  }

  /** What a process that is killed leaves undone. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Ends without a word when a step begins, after the graph was checked. */
  void promoteUntil(String step) {
    Progress killing =
        new Progress() {
          @Override
          public void step(String name, long totalBytes) {
            if (name.equals(step)) {
              throw new Killed();
            }
          }

          @Override
          public void advanced(long rows, long bytes) {}

          @Override
          public void warning(String message) {}
        };
    WorkContext context = work.context();
    CatalogReplica replica =
        replica(
            new WorkContext(
                context.tool(), context.owner(), context.clock(), killing, new Cancellation()));
    replica.promote(replica.planPromotion(OPTIONS), OPTIONS, schema -> List.of());
  }

  PromotionReport promote(PromotionOptions options) {
    CatalogReplica replica = replica();
    return replica.promote(replica.planPromotion(options), options, this::findings);
  }

  PromotionReport promote() {
    return promote(OPTIONS);
  }

  /** As the commands prove it. */
  List<String> findings(String schema) {
    GraphOptions options =
        new GraphOptions(new CatalogOrigin.Live(Optional.of(schema), Optional.empty()), 2);
    return new GraphCheck(this::reading, servers.replica()::database, work.context())
        .run(options).repositories().stream()
            .flatMap(repository -> repository.findings().stream())
            .map(GraphReport.Finding::message)
            .toList();
  }

  /** Sessions that commit until the server lets them no longer. */
  final class Writers implements AutoCloseable {
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch left;
    private volatile boolean over;

    Writers(int sessions, int transactions) {
      this.left = new CountDownLatch(transactions);
      for (int i = 0; i < sessions; i++) {
        String name = "session " + i;
        threads.add(Thread.ofPlatform().start(() -> commit(name)));
      }
    }

    private void commit(String session) {
      try (Connection connection = servers.primary().connect();
          Statement statement = connection.createStatement()) {
        for (int number = 1; !over; number++) {
          String name = "int/" + session + " " + number;
          statement.execute(
              """
              INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted)
              SELECT repo, '%s', pointer, false FROM nessie.refs2
              WHERE repo = '' AND ref_name = 'refs/heads/main'
              """
                  .formatted(name));
          acknowledged.add(name);
          left.countDown();
        }
      } catch (SQLException refused) {
        // What was not acknowledged may be there or not.
      }
    }

    /** Until as many were acknowledged as were asked for. */
    Writers await() throws InterruptedException {
      left.await();
      return this;
    }

    /** Ends them, and says what was acknowledged to them. */
    List<String> end() throws InterruptedException {
      over = true;
      for (Thread thread : threads) {
        thread.join();
      }
      return List.copyOf(acknowledged);
    }

    @Override
    public void close() {
      over = true;
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
