package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** A server that waits for the journal, and is destroyed while sessions commit. */
class DestroyedServerTest {
  private static final int SESSIONS = 3;

  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  @Test
  void nothingIsLostThatWasAcknowledged() throws Exception {
    assertNothingIsLost(30);
  }

  @Tag("thorough")
  @RepeatedTest(20)
  void nothingIsLostThatWasAcknowledgedHoweverOften(RepetitionInfo repetition) throws Exception {
    assertNothingIsLost(20 + new Random(repetition.getCurrentRepetition()).nextInt(200));
  }

  private void assertNothingIsLost(int transactions) throws Exception {
    JournalScene scene;
    PostgresOptions options = PostgresOptions.defaults().withSetting("wal_level", "logical");
    try (PostgresServer server = PostgresServer.start(options)) {
      scene = JournalScene.withCatalog(server);
      scene.journal().start();
      scene.backUp();
      scene.sql(
          "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (\"nessie-backup\")'",
          "SELECT pg_reload_conf()");
      try (JournalScene.Following following = scene.follow(JournalScene.OPTIONS.synchronously())) {
        following.await(FollowReport.Waited.class, each -> each.standby().synchronous());
        commitUntilDestroyed(server, transactions);
      }
    }
    assertThat(restored(scene)).containsAll(acknowledged);
  }

  /** The server ends once so many transactions were acknowledged. */
  private void commitUntilDestroyed(PostgresServer server, int count) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(count);
    List<Thread> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      String name = "session " + i;
      sessions.add(Thread.ofPlatform().start(() -> commit(server, name, left)));
    }
    left.await();
    server.killHard();
    for (Thread session : sessions) {
      session.join();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(count);
  }

  private void commit(PostgresServer server, String session, CountDownLatch left) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (int number = 1; ; number++) {
        String name = session + " " + number;
        statement.execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) VALUES ('load', '%s', '\\x01', false)"
                .formatted(name));
        acknowledged.add(name);
        left.countDown();
      }
    } catch (SQLException destroyed) {
      // What was not acknowledged may be there or not.
    }
  }

  private static List<String> restored(JournalScene scene) {
    try (TestDatabase database = TestDatabase.create()) {
      CatalogRestore restore =
          new CatalogRestore(scene.reading(), database.database(), new TestContext().context());
      restore.execute(restore.plan(new RestoreOptions("latest", Optional.of("nessie"), 2, false)));
      return database.query("SELECT ref_name FROM nessie.refs2 WHERE repo = 'load'");
    }
  }
}
