package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;
import org.nessiebackup.testing.VaultSeed;

class FailBackTest {
  private static void grow(TestDatabase database, long seed) throws SQLException {
    try (Connection connection = database.connect()) {
      SampleCatalog.grow(
          connection,
          TwoServers.SCHEMA,
          CatalogOddities.small().withCommits(3).withoutMilestones().withSeed(seed));
    }
  }

  @Test
  void formerPrimaryFollowsTheReplicaAndCanBePromotedAgain() throws SQLException {
    ReplicaScene scene = ReplicaScene.create(15, 18);
    scene.create();
    grow(scene.servers().primary(), 11);
    promote(scene.replica());
    TestDatabase former = scene.servers().primary();
    TestDatabase now = scene.servers().replica();
    grow(now, 12);

    try (TwoServers turned = new TwoServers(now, former)) {
      CatalogReplica back =
          new CatalogReplica(
              scene::vault,
              now.database(),
              former.database(),
              scene.options(),
              new TestContext().context());
      ReversePlan plan = back.planReverse(2);
      assertThat(plan.alone()).isEmpty();
      ReplicaCreateReport report =
          back.reverse(
              plan,
              Optional.empty(),
              new VaultSeed(
                  scene.vault(), now.database(), former.database(), new TestContext().context()));
      assertThat(report.state().epoch()).isEqualTo(2);

      grow(now, 13);
      turned.awaitCaughtUp();
      assertThat(former.catalogFingerprint(TwoServers.SCHEMA))
          .isEqualTo(now.catalogFingerprint(TwoServers.SCHEMA));

      PromotionReport again = promote(back);
      assertThat(again.state().epoch()).isEqualTo(3);
      assertThat(again.state().phase()).isEqualTo(ReplicaState.Phase.PROMOTED);
      assertThat(former.fingerprint("nessie.refs2")).isEqualTo(now.fingerprint("nessie.refs2"));
      grow(former, 14);
    }
  }

  private static PromotionReport promote(CatalogReplica replica) {
    PromotionReport report =
        replica.promote(
            replica.planPromotion(PromotionScene.OPTIONS),
            PromotionScene.OPTIONS,
            schema -> List.of());
    assertThat(report.handover().complete()).isTrue();
    assertThat(report.left()).isEmpty();
    return report;
  }
}
