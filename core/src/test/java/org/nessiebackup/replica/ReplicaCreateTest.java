package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaCreatePlan.From;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TwoServers;

class ReplicaCreateTest {
  @ParameterizedTest
  @CsvSource({"13, 18", "18, 15"})
  void aReplicaHasAllRowsAndFollows(int primary, int replica) throws SQLException {
    assertHasAllRowsAndFollows(primary, replica);
  }

  @Tag("thorough")
  @ParameterizedTest
  @CsvSource({"15, 18", "18, 18", "18, 13"})
  void aReplicaOfOtherVersionsHasAllRowsAndFollows(int primary, int replica) throws SQLException {
    assertHasAllRowsAndFollows(primary, replica);
  }

  private static void assertHasAllRowsAndFollows(int primary, int replica) throws SQLException {
    try (ReplicaScene scene = ReplicaScene.create(primary, replica)) {
      ReplicaCreatePlan plan = scene.replica().planCreate(ReplicaOptions.Target.EMPTY);
      assertThat(plan.obstacles()).isEmpty();
      assertThat(plan.work().from()).isEqualTo(From.BACKUP);
      assertThat(plan.work().binary()).isEqualTo(primary >= 14 && replica >= 14);

      ReplicaCreateReport report = scene.create();

      assertThat(report.state()).isEqualTo(scene.state());
      assertThat(report.state().phase()).isEqualTo(Phase.FOLLOWING);
      assertThat(scene.isEqual()).isTrue();
      try (Connection connection = scene.servers().primary().connect()) {
        SampleCatalog.grow(
            connection,
            TwoServers.SCHEMA,
            CatalogOddities.small().withCommits(30).withoutMilestones().withSeed(7));
      }
      assertThat(scene.isEqual()).isTrue();
      assertThat(mark(scene).role()).isEqualTo(ReplicaMark.Role.REPLICA);
      assertThat(mark(scene).system())
          .isEqualTo(report.state().servers().primary().systemIdentifier());
    }
  }

  private static ReplicaMark mark(ReplicaScene scene) {
    try (Session session = scene.servers().replica().database().open(new Cancellation())) {
      return ReplicaMark.of(session, TwoServers.SCHEMA).orElseThrow();
    }
  }

  @Test
  void whatFollowsIsLeftAsItIs() {
    try (ReplicaScene scene = ReplicaScene.create(15, 18)) {
      scene.create();

      ReplicaCreatePlan plan = scene.replica().planCreate(ReplicaOptions.Target.EMPTY);
      assertThat(plan.isEmpty()).isTrue();
      assertThat(plan.obstacles()).isEmpty();
      int documents = scene.state().head().number();
      assertThat(scene.create().from()).isEqualTo(From.NOTHING);
      assertThat(scene.state().head().number()).isEqualTo(documents);
      assertThat(scene.vault().backups().ids()).hasSize(1);
    }
  }

  @Test
  void aReplicaIsMadeAnewAndItsFormerTablesAreKept() {
    try (ReplicaScene scene = ReplicaScene.create(15, 18)) {
      scene.create();
      scene.servers().replica().execute("DELETE FROM nessie.objs2");

      ReplicaScene.create(
          scene.replica(), scene.seed(new TestContext().context()), ReplicaOptions.Target.AGAIN);

      assertThat(scene.isEqual()).isTrue();
      assertThat(
              scene
                  .servers()
                  .replica()
                  .query(
                      "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'nessie_backup_kept%'"))
          .isEqualTo(List.of("1"));
    }
  }
}
