package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.PromotionPlan.Obstacle;
import org.nessiebackup.replica.PromotionReport.Fence;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.WriteFence;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;

class PromotionTest {
  private PromotionScene scene;

  @BeforeEach
  void start() {
    scene = new PromotionScene(15, 18);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private TestDatabase primary() {
    return scene.servers().primary();
  }

  private TestDatabase promoted() {
    return scene.servers().replica();
  }

  private static Optional<ReplicaMark> mark(TestDatabase database) {
    try (Session session = database.database().open(new Cancellation())) {
      return ReplicaMark.of(session, TwoServers.SCHEMA);
    }
  }

  private static boolean isFenced(TestDatabase database) {
    try (Session session = database.database().open(new Cancellation())) {
      return WriteFence.isRaised(
          session, new CatalogLocation(TwoServers.SCHEMA, StoreType.JDBC2.tables()));
    }
  }

  private String refused(Failure failure) {
    return refused(failure, PromotionScene.OPTIONS);
  }

  private String refused(Failure failure, PromotionOptions options) {
    StringBuilder said = new StringBuilder();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.promote(options))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(failure))
        .satisfies(e -> said.append(e.getMessage()));
    return said.toString();
  }

  @Test
  void replicaHasTheCatalogAndTheFormerPrimaryTakesNothingMore() {
    primary().execute("UPDATE nessie.objs2 SET obj_ref = 7 WHERE obj_type = 'c'");

    PromotionReport report = scene.promote();

    assertThat(report.handover().fence()).isEqualTo(Fence.RAISED);
    assertThat(report.handover().complete()).isTrue();
    assertThat(report.findings()).isEmpty();
    assertThat(report.left()).isEmpty();
    assertThat(report.touched()).isPositive();
    assertThat(report.state().phase()).isEqualTo(ReplicaState.Phase.PROMOTED);
    assertThat(report.state().epoch()).isEqualTo(2);
    assertThat(scene.writing().replicas().primacy().epoch()).isEqualTo(2);
    assertThat(mark(primary()).orElseThrow().role()).isEqualTo(ReplicaMark.Role.SUPERSEDED);
    assertThat(mark(promoted()).orElseThrow().role()).isEqualTo(ReplicaMark.Role.PRIMARY);
    assertThat(promoted().fingerprint("nessie.refs2"))
        .isEqualTo(primary().fingerprint("nessie.refs2"));
    assertThat(
            primary()
                .query(
                    "SELECT slot_name FROM pg_replication_slots WHERE database ="
                        + " current_database()"))
        .isEmpty();
    assertThat(primary().query("SELECT pubname FROM pg_publication")).isEmpty();
    assertThat(promoted().query("SELECT count(*) FROM nessie.refs2")).isNotEqualTo(List.of("0"));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> primary().execute("UPDATE nessie.refs2 SET deleted = false"))
        .withMessageContaining(WriteFence.NAME);
    promoted().execute("UPDATE nessie.refs2 SET deleted = false");
  }

  @Test
  void primaryThatLivesAndServesIsNotOvertaken() throws SQLException {
    List<String> before = scene.servers().primary().catalogFingerprint(TwoServers.SCHEMA);
    try (Connection nessie = primary().connect()) {
      assertThat(nessie.isValid(5)).isTrue();
      assertThat(refused(Failure.TARGET_GUARDED)).contains("the primary is in use");

      PromotionPlan plan = scene.replica().planPromotion(PromotionScene.OPTIONS);
      assertThat(plan.obstacles())
          .extracting(Obstacle::kind)
          .containsExactly(Obstacle.Kind.PRIMARY_IN_USE);
      assertThat(
              refused(Failure.TARGET_GUARDED, PromotionScene.OPTIONS.accepting("0000-0000-0000")))
          .contains("is not the code");
    }
    assertThat(primary().catalogFingerprint(TwoServers.SCHEMA)).isEqualTo(before);
    assertThat(mark(primary())).isEmpty();
    primary().execute("UPDATE nessie.refs2 SET deleted = deleted");
    scene.servers().awaitCaughtUp();
  }

  @Test
  void nothingAcknowledgedIsLostUnderWriters() throws InterruptedException {
    assertNothingIsLost(1);
  }

  @Tag("thorough")
  @RepeatedTest(30)
  void nothingAcknowledgedIsLostUnderWritersAtAnyMoment(RepetitionInfo repetition)
      throws InterruptedException {
    assertNothingIsLost(repetition.getCurrentRepetition());
  }

  /** Who writes is cut off by the fence, as the code of the plan accepts. */
  private void assertNothingIsLost(int seed) throws InterruptedException {
    stop();
    scene = new PromotionScene(15, 18);
    List<String> acknowledged;
    try (PromotionScene.Writers writers =
        scene.new Writers(3, 20 + new Random(seed).nextInt(300)).await()) {
      String code = scene.replica().planPromotion(PromotionScene.OPTIONS).code();
      PromotionReport report = scene.promote(PromotionScene.OPTIONS.accepting(code));
      assertThat(report.handover().complete()).isTrue();
      acknowledged = writers.end();
    }
    assertThat(
            promoted().query("SELECT ref_name FROM nessie.refs2 WHERE ref_name LIKE '%session%'"))
        .containsAll(acknowledged);
    assertThat(promoted().fingerprint("nessie.refs2"))
        .isEqualTo(primary().fingerprint("nessie.refs2"));
  }

  @Test
  void primaryThatWasKilledIsOvertakenAndNeverBelievedAgain() throws Exception {
    stop();
    PostgresOptions options =
        PostgresOptions.defaults().withMajorVersion(15).withSetting("wal_level", "logical");
    try (PostgresServer server = PostgresServer.start(options)) {
      scene =
          new PromotionScene(
              new TwoServers(
                  TestDatabase.on(server).withCatalog(TwoServers.SCHEMA), TestDatabase.create(18)));
      List<String> acknowledged;
      try (PromotionScene.Writers writers = scene.new Writers(2, 50).await()) {
        server.killHard();
        acknowledged = writers.end();
      }
      PromotionReport report = scene.promote();

      assertThat(report.handover().fence()).isEqualTo(Fence.UNREACHED);
      assertThat(report.handover().complete()).isFalse();
      assertThat(report.handover().last()).isPresent();
      assertThat(report.findings()).isEmpty();
      assertThat(report.left()).hasSize(1);
      List<String> arrived =
          promoted().query("SELECT ref_name FROM nessie.refs2 WHERE ref_name LIKE '%session%'");
      assertThat(acknowledged).isNotEmpty();

      server.restart();
      primary().execute("SELECT 1");
      assertThat(mark(primary())).isEmpty();
      assertThat(isFenced(primary())).isFalse();
      PromotionReport again = scene.promote();
      assertThat(again.handover().fence()).isEqualTo(Fence.RAISED);
      assertThat(again.state()).isEqualTo(report.state());
      assertThat(again.left()).isEmpty();
      assertThat(isFenced(primary())).isTrue();
      assertThat(
              promoted().query("SELECT ref_name FROM nessie.refs2 WHERE ref_name LIKE '%session%'"))
          .containsExactlyInAnyOrderElementsOf(arrived);
      stop();
      scene = new PromotionScene(15, 18);
    }
  }

  @Test
  void primaryOfWhichTheReplicaHearsIsNotOvertaken() {
    scene.reachPrimaryBy(nobody());
    primary().execute("UPDATE nessie.refs2 SET deleted = deleted");
    scene.servers().awaitCaughtUp();

    assertThat(refused(Failure.TARGET_GUARDED)).contains("hears of the primary");

    PromotionPlan plan = scene.replica().planPromotion(PromotionScene.OPTIONS);
    PromotionReport report = scene.promote(PromotionScene.OPTIONS.accepting(plan.code()));
    assertThat(report.handover().fence()).isEqualTo(Fence.UNREACHED);
    assertThat(report.handover().last()).isPresent();
    assertThat(report.handover().complete()).isFalse();
  }

  /** A way to a server where nobody listens. */
  static Database nobody() {
    return new Database(
        new ConnectionSettings(
            "jdbc:postgresql://127.0.0.1:1/postgres",
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test"));
  }

  @Test
  void changeThatDoesNotArriveEndsItAndThePrimaryServesOn() {
    String inTheWay =
        """
        INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted)
        SELECT repo, 'int/way', pointer, false FROM nessie.refs2
        WHERE repo = '' AND ref_name = 'refs/heads/main'
        """;
    promoted().execute(inTheWay);
    primary().execute(inTheWay);
    PromotionOptions hasty = new PromotionOptions(Optional.empty(), Duration.ofSeconds(1), 2);

    assertThat(refused(Failure.TARGET_GUARDED, hasty)).contains("has not arrived", "lacks");

    assertThat(mark(primary())).isEmpty();
    assertThat(mark(promoted())).isEmpty();
    primary().execute("UPDATE nessie.refs2 SET deleted = deleted");
    promoted().execute("DELETE FROM nessie.refs2 WHERE ref_name = 'int/way'");
    assertThat(scene.promote().handover().complete()).isTrue();
  }

  @Test
  void whatWasKilledAtAnyStepIsFinishedByTheNextCall() {
    for (String step :
        List.of(
            "fencing the primary",
            "waiting for the last change",
            "detaching the replica",
            "recording the promotion",
            "releasing the former primary")) {
      stop();
      scene = new PromotionScene(15, 18);
      primary().execute("UPDATE nessie.refs2 SET deleted = deleted");

      assertThatExceptionOfType(PromotionScene.Killed.class)
          .isThrownBy(() -> scene.promoteUntil(step));

      PromotionReport report = scene.promote();
      assertThat(report.state().phase()).isEqualTo(ReplicaState.Phase.PROMOTED);
      assertThat(report.state().epoch()).isEqualTo(2);
      assertThat(isFenced(primary())).isTrue();
      assertThat(scene.writing().replicas().primacy().epoch()).isEqualTo(2);
      assertThat(promoted().query("SELECT subname FROM pg_subscription")).isEmpty();
      assertThat(promoted().catalogFingerprint(TwoServers.SCHEMA).getFirst())
          .isEqualTo(primary().catalogFingerprint(TwoServers.SCHEMA).getFirst());
    }
  }
}
