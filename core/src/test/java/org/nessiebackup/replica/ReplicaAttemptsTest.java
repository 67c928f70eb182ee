package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.replica.ReplicaCreatePlan.From;
import org.nessiebackup.replica.ReplicaOptions.Target;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TwoServers;

/** Whatever ends an attempt, the next one is right. */
class ReplicaAttemptsTest {
  private ReplicaScene scene;

  @BeforeEach
  void start() {
    scene = ReplicaScene.create(15, 18);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  /** A seed that dies at some step. */
  private final class DyingSeed implements CatalogReplica.Seed {
    private final CatalogReplica.Seed whole = scene.seed(new TestContext().context());
    private final Runnable afterBackup;
    private final Runnable beforeRestore;
    private final Runnable afterRestore;

    DyingSeed(Runnable afterBackup, Runnable beforeRestore, Runnable afterRestore) {
      this.afterBackup = afterBackup;
      this.beforeRestore = beforeRestore;
      this.afterRestore = afterRestore;
    }

    @Override
    public BackupId take(String snapshot, Lsn point) {
      BackupId backup = whole.take(snapshot, point);
      afterBackup.run();
      return backup;
    }

    @Override
    public void restore(BackupId backup, RestoreId restore, String schema) {
      beforeRestore.run();
      whole.restore(backup, restore, schema);
      afterRestore.run();
    }
  }

  private static void die() {
    throw Failure.STORE.exception("it died");
  }

  private void dieBy(CatalogReplica.Seed seed) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> ReplicaScene.create(scene.replica(), seed, Target.EMPTY))
        .withMessage("it died");
  }

  private List<String> onPrimary() {
    return scene
        .servers()
        .primary()
        .query(
            "SELECT slot_name::text FROM pg_replication_slots WHERE database = current_database()"
                + " UNION ALL SELECT pubname::text FROM pg_publication");
  }

  private void assertFollows(From from) {
    ReplicaCreatePlan plan = scene.replica().planCreate(Target.EMPTY);
    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.work().from()).isEqualTo(from);
    scene.servers().primary().execute("UPDATE nessie.objs2 SET obj_ref = obj_ref + 1");
    assertThat(scene.create().from()).isEqualTo(from);
    assertThat(scene.isEqual()).isTrue();
  }

  @Test
  void nothingIsLeftOfOneThatEndsBeforeItsBackupIsKnown() {
    dieBy(new DyingSeed(ReplicaAttemptsTest::die, () -> {}, () -> {}));

    assertThat(onPrimary()).isEmpty();
    assertThat(scene.state().phase()).isEqualTo(Phase.DROPPED);
    assertThat(scene.state().reason()).contains("it died");
    assertFollows(From.BACKUP);
  }

  @Test
  void nothingIsLeftOfOneThatSomebodyAsksToStop() {
    TestContext work = new TestContext();
    DyingSeed seed =
        new DyingSeed(
            () -> {
              work.cancellation().request();
              work.cancellation().check();
            },
            () -> {},
            () -> {});
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                ReplicaScene.create(
                    scene.replica(scene.options(), work.context()), seed, Target.EMPTY))
        .matches(e -> e.failure() == Failure.INTERRUPTED);

    assertThat(onPrimary()).isEmpty();
    assertFollows(From.BACKUP);
  }

  @Test
  void oneWhoseBackupIsThereGoesOnWithTheRestore() {
    dieBy(new DyingSeed(() -> {}, ReplicaAttemptsTest::die, () -> {}));

    assertThat(scene.state().phase()).isEqualTo(Phase.SEEDED);
    assertThat(onPrimary()).hasSize(2);
    assertFollows(From.RESTORE);
    assertThat(scene.vault().backups().ids()).hasSize(1);
  }

  @Test
  void oneWhoseRowsAreThereGoesOnWithTheSubscription() {
    dieBy(new DyingSeed(() -> {}, () -> {}, ReplicaAttemptsTest::die));

    assertFollows(From.SUBSCRIPTION);
    assertThat(scene.vault().backups().ids()).hasSize(1);
  }

  @Test
  void oneWhoseSlotIsGoneBeginsAnewOverItsOwnRows() {
    dieBy(new DyingSeed(() -> {}, () -> {}, ReplicaAttemptsTest::die));
    scene
        .servers()
        .primary()
        .execute("SELECT pg_drop_replication_slot('" + TwoServers.NAMED + "')");

    assertFollows(From.BACKUP);
  }

  @Test
  void oneWhoseTablesWereExchangedMeanwhileBeginsAnew() {
    dieBy(new DyingSeed(() -> {}, ReplicaAttemptsTest::die, () -> {}));
    CatalogRestore restore = scene.operations().restore();
    restore.execute(
        restore.plan(
            new RestoreOptions(
                scene.operations().backup().id().value(), Optional.empty(), 2, false)));

    // The swap ends whatever follows the tables that made room.
    assertThat(onPrimary()).isEmpty();
    assertFollows(From.BACKUP);
  }

  @Test
  void slotThatHoldsBackTooMuchIsGivenUpAndThatIsSaid() {
    ReplicaOptions little =
        new ReplicaOptions(
            ReplicaOptions.DEFAULT_NAME,
            Optional.empty(),
            Optional.empty(),
            ReplicaOptions.Link.OURS,
            new ReplicaOptions.Limits(1, true));
    CatalogReplica.Seed slow =
        new DyingSeed(
            () -> {},
            () -> {
              scene
                  .servers()
                  .primary()
                  .execute("UPDATE nessie.objs2 SET obj_ref = 5", "SELECT pg_switch_wal()");
              TwoServers.await(
                  () ->
                      scene
                          .servers()
                          .primary()
                          .query(
                              "SELECT slot_name FROM pg_replication_slots WHERE database ="
                                  + " current_database()")
                          .isEmpty());
            },
            () -> {});

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                ReplicaScene.create(
                    scene.replica(little, new TestContext().context()), slow, Target.EMPTY))
        .withMessageContaining("held back")
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertFollows(From.BACKUP);
  }
}
