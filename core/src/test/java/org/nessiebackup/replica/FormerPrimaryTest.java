package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.FollowReport;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;
import org.nessiebackup.tip.TipOptions;

/** What one vault takes of two servers that both say they have the catalog. */
class FormerPrimaryTest {
  private static final JournalOptions JOURNAL =
      JournalOptions.DEFAULT
          .in(TwoServers.SCHEMA)
          .within(new JournalOptions.Limits(1L << 30, true))
          .at(
              new JournalOptions.Pace(
                  Duration.ZERO, Duration.ofMinutes(1), Duration.ofMillis(200)));

  private PromotionScene scene;

  @BeforeEach
  void start() {
    scene = new PromotionScene(15, 18);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private BackupReport backUp(TestDatabase database) {
    return new CatalogBackup(scene.writing(), database.database(), scene.work().context())
        .run(
            new BackupOptions(
                Optional.of(TwoServers.SCHEMA),
                Optional.empty(),
                1,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));
  }

  private TipFollower tips(TestDatabase database) {
    return TipFollower.open(
        scene.writing(),
        database.database(),
        TipOptions.DEFAULT.in(TwoServers.SCHEMA),
        scene.work().context());
  }

  private CatalogJournal journal(TestDatabase database) {
    return new CatalogJournal(scene::writing, database.database(), JOURNAL, scene.work().context());
  }

  private static void assertRefused(ThrowingCallable work) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(work)
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.TARGET_GUARDED))
        .withMessageContaining("has the catalog no longer");
  }

  private void assertNothingIsTakenOfTheFormerPrimary() {
    TestDatabase former = scene.servers().primary();
    assertRefused(() -> backUp(former));
    assertRefused(() -> tips(former).close());
    assertRefused(() -> journal(former).start());
  }

  @Test
  void historyGoesOnWithTheReplicaAlone() {
    Manifest before = backUp(scene.servers().primary()).manifest();
    scene.promote();

    assertNothingIsTakenOfTheFormerPrimary();
    BackupReport report = backUp(scene.servers().replica());
    assertThat(report.depth()).isZero();
    assertThat(report.fullReason()).isPresent();
    assertThat(report.manifest().id()).isNotEqualTo(before.id());
    try (TipFollower follower = tips(scene.servers().replica())) {
      assertThat(follower.poll()).isInstanceOf(PollReport.Unmoved.class);
    }
    CatalogJournal journal = journal(scene.servers().replica());
    journal.start();
    journal.stop(journal.planStop(OptionalLong.empty()));
  }

  @Test
  void formerPrimaryIsKnownByTheVaultWhereNobodyHasFencedIt() {
    backUp(scene.servers().primary());
    PromotionPlan plan = unreached();
    scene.promote(PromotionScene.OPTIONS.accepting(plan.code()));

    assertNothingIsTakenOfTheFormerPrimary();
  }

  private PromotionPlan unreached() {
    scene.reachPrimaryBy(PromotionTest.nobody());
    return scene.replica().planPromotion(PromotionScene.OPTIONS);
  }

  @Test
  void tipsAndJournalThatFollowEndInTheOpen() throws Exception {
    TestDatabase primary = scene.servers().primary();
    backUp(primary);
    journal(primary).start();
    CompletableFuture<FollowReport.Ended> ended = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                ended.complete(journal(primary).run(report -> {}));
              } catch (RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    try (TipFollower follower = tips(primary)) {
      follower.poll();
      primary.execute("UPDATE nessie.refs2 SET created_at = created_at + 1");
      scene.promote();
      assertThat(follower.poll())
          .isInstanceOfSatisfying(
              PollReport.NewBaseNeeded.class,
              needed -> assertThat(needed.reason()).isEqualTo(PollReport.Reason.SUPERSEDED));
    }
    FollowReport.Ended end = ended.get(60, TimeUnit.SECONDS);
    assertThat(end.end().reason()).isEqualTo("superseded");
    assertThat(end.goesOn()).isFalse();
  }
}
