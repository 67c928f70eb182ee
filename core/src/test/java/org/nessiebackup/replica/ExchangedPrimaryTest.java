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
import org.nessiebackup.undo.UndoPlan;

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
      ReplicaState state = scene.writing().replicas().newest("standby").orElseThrow();
      assertThat(state.phase()).isEqualTo(ReplicaState.Phase.STOPPED);
      assertThat(state.reason()).hasValueSatisfying(text -> assertThat(text).contains("restore"));
    }
  }

  @Test
  void resetAndUndoStopItToo() {
    try (PromotionScene scene = new PromotionScene(18, 15)) {
      CatalogReset reset =
          new CatalogReset(scene.servers().primary().database(), scene.work().context());
      ResetPlan plan =
          reset.plan(new ResetOptions(Optional.of(TwoServers.SCHEMA), Optional.empty(), false));
      assertThat(plan.swap().builtOn().warnings())
          .anySatisfy(warning -> assertThat(warning).contains(TwoServers.NAMED, "stops"));
      reset.execute(plan, plan.code());
      RestoreUndo undo =
          new RestoreUndo(scene.servers().primary().database(), scene.work().context());
      UndoPlan.SwapBack back =
          undo.planUndo(new UndoOptions(Optional.of(TwoServers.SCHEMA), false));
      undo.execute(back);

      assertStopped(scene);
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
