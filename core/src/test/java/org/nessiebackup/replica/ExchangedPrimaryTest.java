package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.vault.replica.Replicas;

/** A replica whose primary gets other tables has not their rows, and must not get their changes. */
class ExchangedPrimaryTest {
  private static void assertStopped(PromotionScene scene) {
    TestDatabase primary = scene.servers().primary();
    TestDatabase replica = scene.servers().replica();
    List<String> before = replica.catalogFingerprint(TwoServers.SCHEMA);

    assertThat(primary.query("SELECT pubname FROM pg_publication")).isEmpty();
    assertThat(
            primary.query(
                "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()"))
        .isEmpty();
    TwoServers.await(
        () ->
            replica
                .query("SELECT pid FROM pg_stat_subscription WHERE received_lsn IS NOT NULL")
                .isEmpty());
    assertThat(replica.query("SELECT subenabled FROM pg_subscription")).containsExactly("t");
    assertThat(replica.catalogFingerprint(TwoServers.SCHEMA)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"15, 18", "18, 18"})
  void restoreStopsTheReplicaAndSaysSo(int primary, int replica) {
    try (PromotionScene scene = new PromotionScene(primary, replica)) {
      new CatalogBackup(
              scene.writing(), scene.servers().primary().database(), scene.work().context())
          .run(
              new BackupOptions(
                  Optional.of(TwoServers.SCHEMA),
                  Optional.empty(),
                  1,
                  false,
                  BackupOptions.Wanted.AUTO,
                  Optional.empty(),
                  List.of()));
      scene.servers().awaitCaughtUp();
      CatalogRestore restore =
          new CatalogRestore(
              scene.reading(), scene.servers().primary().database(), scene.work().context());
      RestorePlan plan =
          restore.plan(new RestoreOptions("latest", Optional.of(TwoServers.SCHEMA), 2, false));
      assertThat(plan.warnings())
          .anySatisfy(warning -> assertThat(warning).contains(TwoServers.NAMED, "stops"));

      restore.execute(plan);
      scene
          .servers()
          .primary()
          .execute("UPDATE nessie.refs2 SET created_at = created_at + 1 WHERE repo = ''");

      assertStopped(scene);
      assertSaysStopped(scene, "a restore");
    }
  }

  private static void reset(PromotionScene scene, Optional<Replicas> told) {
    CatalogReset reset =
        new CatalogReset(scene.servers().primary().database(), told, scene.work().context());
    ResetPlan plan =
        reset.plan(new ResetOptions(Optional.of(TwoServers.SCHEMA), Optional.empty(), false));
    reset.execute(plan, plan.code());
  }

  private static void undo(PromotionScene scene, Optional<Replicas> told) {
    RestoreUndo undo =
        new RestoreUndo(scene.servers().primary().database(), told, scene.work().context());
    undo.execute(undo.planUndo(new UndoOptions(Optional.of(TwoServers.SCHEMA), false)));
  }

  private static void assertSaysStopped(PromotionScene scene, String what) {
    ReplicaState state = scene.writing().replicas().newest("standby").orElseThrow();
    assertThat(state.phase()).isEqualTo(ReplicaState.Phase.STOPPED);
    assertThat(state.reason()).hasValueSatisfying(text -> assertThat(text).contains(what));
  }

  @Test
  void resetStopsItAndSaysSo() {
    try (PromotionScene scene = new PromotionScene(18, 15)) {
      assertThat(
              new CatalogReset(scene.servers().primary().database(), scene.work().context())
                  .plan(new ResetOptions(Optional.of(TwoServers.SCHEMA), Optional.empty(), false))
                  .swap()
                  .builtOn()
                  .warnings())
          .anySatisfy(warning -> assertThat(warning).contains(TwoServers.NAMED, "stops"));

      reset(scene, Optional.of(scene.writing().replicas()));

      assertSaysStopped(scene, "a reset");
      assertThat(scene.work().warnings()).isEmpty();
    }
  }

  @Test
  void undoSaysSoTooAndWithoutAVaultItIsSaidThatNoneKnows() {
    try (PromotionScene scene = new PromotionScene(15, 18)) {
      reset(scene, Optional.empty());
      assertThat(scene.work().warnings())
          .singleElement()
          .satisfies(warning -> assertThat(warning).contains(TwoServers.NAMED, "no vault says so"));
      assertThat(scene.writing().replicas().newest("standby").orElseThrow().phase())
          .isEqualTo(ReplicaState.Phase.FOLLOWING);

      undo(scene, Optional.of(scene.writing().replicas()));

      assertSaysStopped(scene, "an undo");
      assertStopped(scene);
    }
  }

  @Test
  void whoDoesNotReachThePrimaryLearnsFromTheVaultThatItsTablesAreOthers() {
    try (PromotionScene scene = new PromotionScene(18, 18)) {
      reset(scene, Optional.of(scene.writing().replicas()));
      scene.reachPrimaryBy(PromotionTest.nobody());

      PromotionPlan plan = scene.replica().planPromotion(PromotionScene.OPTIONS);

      assertThat(plan.obstacles())
          .filteredOn(each -> each.kind() == PromotionPlan.Obstacle.Kind.NOT_FOLLOWING)
          .singleElement()
          .satisfies(each -> assertThat(each.sentence()).contains("a reset"));
    }
  }

  @Test
  void aVaultThatCannotBeWrittenToKeepsNobodyFromHisTables() {
    try (PromotionScene scene = new PromotionScene(18, 18)) {
      // Who has no host key may not write there.
      reset(scene, Optional.of(scene.withoutHostKey().replicas()));

      assertThat(scene.work().warnings())
          .singleElement()
          .satisfies(
              warning -> assertThat(warning).contains("has stopped", "the vault does not say so"));
      assertThat(scene.servers().primary().query("SELECT to_regclass('nessie.refs2') IS NULL"))
          .containsExactly("t");
    }
  }

  @Test
  void restoreIntoAReplicaSaysThatItFollowsNoLonger() {
    try (PromotionScene scene = new PromotionScene(15, 18)) {
      new CatalogBackup(
              scene.writing(), scene.servers().primary().database(), scene.work().context())
          .run(
              new BackupOptions(
                  Optional.of(TwoServers.SCHEMA),
                  Optional.empty(),
                  1,
                  false,
                  BackupOptions.Wanted.AUTO,
                  Optional.empty(),
                  List.of()));

      RestorePlan plan =
          new CatalogRestore(
                  scene.reading(), scene.servers().replica().database(), scene.work().context())
              .plan(new RestoreOptions("latest", Optional.of(TwoServers.SCHEMA), 2, false));

      assertThat(plan.warnings())
          .anySatisfy(
              warning ->
                  assertThat(warning)
                      .contains("subscription \"" + TwoServers.NAMED, "replica drop"));
    }
  }
}
