package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.testing.TwoServers;

class ReversePlanTest {
  private PromotionScene scene;

  @BeforeEach
  void start() {
    scene = new PromotionScene(15, 18);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private ReversePlan plan() {
    return plan(ReplicaScene.LIMITS);
  }

  /** The servers have changed their parts. */
  private ReversePlan plan(ReplicaOptions.Limits limits) {
    ReplicaOptions options = scene.options();
    return new CatalogReplica(
            scene::reading,
            scene.servers().replica().database(),
            scene.servers().primary().database(),
            new ReplicaOptions(
                options.name(), options.schema(), options.tables(), options.link(), limits),
            scene.work().context())
        .planReverse(2);
  }

  @Test
  void whatWasFencedHasNothingOfItsOwn() {
    scene.promote();

    ReversePlan plan = plan();

    assertThat(plan.fenced()).isTrue();
    assertThat(plan.alone()).isEmpty();
    assertThat(plan.obstacles()).isEmpty();
    plan.check(Optional.empty());
  }

  @Test
  void whatAServerLacksIsInThePlan() {
    scene.promote();

    ReversePlan plan = plan(ReplicaOptions.Limits.DEFAULT);

    assertThat(plan.obstacles())
        .extracting(ReplicationObstacle::kind)
        .containsExactly(ReplicationObstacle.Kind.UNBOUNDED_WAL);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> plan.check(Optional.empty()))
        .withMessageContaining("max_slot_wal_keep_size")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(plan.obstacles().getFirst().failure()));
  }

  @Test
  void commitsThatTheFormerPrimaryAloneHasAreShownAndNeedACode() throws SQLException {
    scene.reachPrimaryBy(PromotionTest.nobody());
    String code = scene.replica().planPromotion(PromotionScene.OPTIONS).code();
    scene.promote(PromotionScene.OPTIONS.accepting(code));
    try (Connection connection = scene.servers().primary().connect()) {
      SampleCatalog.grow(
          connection,
          TwoServers.SCHEMA,
          CatalogOddities.small().withCommits(3).withoutMilestones().withSeed(77));
    }

    ReversePlan plan = plan();

    assertThat(plan.fenced()).isFalse();
    assertThat(plan.alone())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.commits()).isNotEmpty());
    assertThat(plan.alone().stream().mapToInt(each -> each.commits().size()).sum())
        .isGreaterThanOrEqualTo(3);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> plan.check(Optional.empty()))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.TARGET_GUARDED))
        .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("restore-ref", plan.code()));
    plan.check(Optional.of(plan.code()));
  }

  @Test
  void withoutAPromotionThereIsNoWayBack() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(this::plan)
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
  }
}
