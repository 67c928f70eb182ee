package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.journal.JournalScene.Following;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.FaultyStore.Fault;

/** Whatever is killed, and when: no transaction is lost, and none is there twice. */
class JournalCrashTest {
  private static PostgresServer server;

  private final MemoryStore store = new MemoryStore();
  private final JournalScene scene = JournalScene.of(() -> server, store);

  @BeforeAll
  static void startServer() {
    server =
        PostgresServer.start(
            PostgresOptions.defaults()
                .withSetting("wal_level", "logical")
                .withSetting("fsync", "on"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeCatalog() {
    scene.makeCatalog();
  }

  @AfterEach
  void dropCatalog() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    scene.sql("DROP SCHEMA nessie CASCADE");
  }

  @ParameterizedTest
  @EnumSource
  void nextFollowerGoesOnWhereverTheStoreFailed(Fault fault) {
    scene.journal().start();
    CatalogRows before = scene.rows();
    int failed = 0;
    for (int call = 1; call <= 24; call += 1 + call / 6) {
      FaultyStore faulty = new FaultyStore(store).failing(call, fault);
      scene.grow(1);
      try (Following following = scene.followThrough(faulty)) {
        FollowReport first =
            following.await(
                FollowReport.class,
                report ->
                    report instanceof FollowReport.Waiting
                        || report instanceof FollowReport.Stored);
        failed += first instanceof FollowReport.Waiting ? 1 : 0;
      } catch (AssertionError ended) {
        // A store that is dead from the first call on is no vault.
        assertThat(ended).hasRootCauseInstanceOf(BackupException.class);
        failed++;
      }
    }
    assertThat(failed).isGreaterThan(3);
    try (Following following = scene.follow()) {
      following.catchUp();
    }
    scene.assertHasAll(before);
    assertThat(scene.epochs()).hasSize(1);
  }

  @Test
  void serverThatCrashesSendsAgainWhatIsLeftOut() {
    scene.journal().start();
    CatalogRows before = scene.rows();
    try (Following following = scene.follow()) {
      for (int i = 0; i < 3; i++) {
        scene.grow(2);
        following.await(FollowReport.Stored.class);
        server.killHard();
        following.await(FollowReport.Waiting.class);
        server.restart();
        following.await(FollowReport.Following.class);
      }
      scene.grow(1);
      following.catchUp();
    }
    scene.assertHasAll(before);
    assertThat(scene.epochs()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEAD_BEFORE", "DEAD_AFTER"})
  void startThatWasKilledLeavesNothingOrGoesOn(Fault fault) {
    for (int call = 1; call <= 12; call++) {
      FaultyStore faulty = new FaultyStore(store).failing(call, fault);
      try {
        new CatalogJournal(
                () -> scene.through(faulty),
                scene.database(),
                JournalScene.OPTIONS,
                new org.nessiebackup.testing.TestContext().context())
            .start();
      } catch (BackupException killed) {
        assertThat(killed.getMessage()).isNotEmpty();
      }
    }
    JournalStartReport started = scene.journal().start();
    CatalogRows before = scene.rows();
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
    }
    scene
        .changes(scene.epochs().subList(scene.epochs().size() - 1, scene.epochs().size()))
        .forEach(before::apply);
    assertThat(before.lines()).isEqualTo(scene.rows().lines());
    assertThat(scene.epochs().getLast().epoch()).isEqualTo(started.epoch());
  }

  @Test
  void commitIsInTheVaultOnceItIsAcknowledged() {
    scene.journal().start();
    CatalogRows before = scene.rows();
    scene.sql(
        "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (\"nessie-backup\")'",
        "SELECT pg_reload_conf()");
    try (Following following = scene.follow(JournalScene.OPTIONS.synchronously())) {
      FollowReport.Waited waited =
          following.await(FollowReport.Waited.class, each -> each.standby().synchronous());
      assertThat(waited.standby().alone()).isTrue();
      scene.grow(3);
      // Nothing is waited for: what is acknowledged is there.
      scene.changes(scene.epochs()).forEach(before::apply);
      assertThat(before.lines()).isEqualTo(scene.rows().lines());
      scene.sql(
          "SET synchronous_commit = local",
          "ALTER SYSTEM RESET synchronous_standby_names",
          "SELECT pg_reload_conf()");
    }
  }
}
