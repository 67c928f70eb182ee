package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.replica.ReplicaOptions.Target;
import org.nessiebackup.testing.CuttingProxy;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TwoServers;

/** The way between the two servers, which breaks. */
class ReplicaLinkTest {
  private static final PromotionOptions IMPATIENT =
      new PromotionOptions(Optional.empty(), Duration.ofSeconds(1), 2);

  private static void change(ReplicaScene scene) {
    scene.servers().primary().execute("UPDATE nessie.objs2 SET obj_ref = obj_ref + 1");
  }

  private static PromotionReport promote(CatalogReplica replica, PromotionOptions options) {
    return replica.promote(replica.planPromotion(options), options, schema -> List.of());
  }

  @Test
  void whatWasUnderwayWhenItBrokeIsNotPromotedWithoutAndComesWhenItIsBack() {
    try (ReplicaScene scene = ReplicaScene.create(15, 18);
        CuttingProxy link = CuttingProxy.before(scene.servers().primary().server().port())) {
      CatalogReplica replica =
          scene.replica(
              scene.reaching("host=127.0.0.1 port=" + link.port()), new TestContext().context());
      ReplicaScene.create(replica, scene.seed(new TestContext().context()), Target.EMPTY);
      link.after(link.forwarded() + 1000, link::unplug);
      change(scene);
      TwoServers.await(() -> link.forwarded() > 0 && !isConnected(scene));

      assertThat(replica.status(Duration.ofSeconds(1)).following()).isFalse();
      BackupException early =
          catchThrowableOfType(BackupException.class, () -> promote(replica, IMPATIENT));
      assertThat(early.failure()).isEqualTo(Failure.TARGET_GUARDED);
      assertThat(early).hasMessageContaining("has not arrived");
      change(scene);

      link.plug();
      PromotionReport promoted = promote(replica, PromotionScene.OPTIONS);
      assertThat(promoted.handover().complete()).isTrue();
      // Objects of the last day are touched by the promotion, and no column but that one.
      assertThat(rows(scene.servers().replica().query(ROWS)))
          .isEqualTo(rows(scene.servers().primary().query(ROWS)));
    }
  }

  private static final String ROWS =
      "SELECT md5(string_agg(r::text, '' ORDER BY r::text)) FROM nessie.refs2 r UNION ALL SELECT"
          + " md5(string_agg(o.obj_value::text, '' ORDER BY obj_id)) FROM nessie.objs2 o";

  private static List<String> rows(List<String> digests) {
    return digests.stream().sorted().toList();
  }

  private static boolean isConnected(ReplicaScene scene) {
    return scene
        .servers()
        .primary()
        .query(
            "SELECT slot_name FROM pg_replication_slots WHERE active AND database ="
                + " current_database()")
        .contains(TwoServers.NAMED);
  }
}
