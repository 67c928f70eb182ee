package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaOptions.Target;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;

/** What keeps somebody from making a replica, and what ends one. */
class ReplicaGuardsTest {
  private ReplicaScene scene;

  @BeforeEach
  void start() {
    scene = ReplicaScene.create(15, 18);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private List<ReplicationObstacle> obstacles(CatalogReplica replica) {
    return replica.planCreate(Target.EMPTY).obstacles();
  }

  private void assertNothingIsMade() {
    assertThat(
            scene
                .servers()
                .primary()
                .query(
                    "SELECT slot_name::text FROM pg_replication_slots WHERE database ="
                        + " current_database() UNION ALL SELECT pubname::text FROM pg_publication"))
        .isEmpty();
    assertThat(
            scene
                .servers()
                .replica()
                .query("SELECT subname FROM pg_subscription WHERE subname LIKE 'nessie%'"))
        .isEmpty();
  }

  @Test
  void aCatalogInItsPlaceIsNotReplaced() {
    scene.servers().replica().withCatalog(TwoServers.SCHEMA);

    assertThat(obstacles(scene.replica()))
        .singleElement()
        .satisfies(each -> assertThat(each.kind()).isEqualTo(Kind.TARGET))
        .satisfies(each -> assertThat(each.message()).contains("refs2", "objs2"));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.create())
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
    assertThat(scene.replica().planCreate(Target.AGAIN).obstacles()).hasSize(1);
    assertNothingIsMade();
  }

  @Test
  void aFormerReplicaIsReplacedOnlyIfThatIsWanted() {
    scene.create();
    scene.servers().primary().execute("DROP PUBLICATION " + TwoServers.NAMED);

    assertThat(obstacles(scene.replica()))
        .singleElement()
        .satisfies(each -> assertThat(each.hint()).contains("--again"));
    assertThat(scene.replica().planCreate(Target.AGAIN).obstacles()).isEmpty();
  }

  @Test
  void whatAnotherServerAnswersIsNoPrimary() {
    String other =
        "host=%s port=%d dbname=postgres"
            .formatted(
                scene.servers().replica().server().host(),
                scene.servers().replica().server().port());
    CatalogReplica replica = scene.replica(scene.reaching(other), new TestContext().context());

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                ReplicaScene.create(replica, scene.seed(new TestContext().context()), Target.EMPTY))
        .withMessageContaining("another server");
    assertNothingIsMade();
    assertThat(scene.vault().backups().ids()).isEmpty();
  }

  @Test
  void anAddressThatLeadsNowhereIsSeenBeforeAnythingIsMade() {
    CatalogReplica replica =
        scene.replica(scene.reaching("host=127.0.0.1 port=1"), new TestContext().context());

    assertThat(obstacles(replica))
        .singleElement()
        .satisfies(each -> assertThat(each.kind()).isEqualTo(Kind.ADDRESS))
        .satisfies(each -> assertThat(each.failure()).isEqualTo(Failure.CONNECTION))
        .satisfies(each -> assertThat(each.hint()).contains("--primary-address"));
    assertNothingIsMade();
  }

  @Test
  void anAddressWithAPasswordIsRefusedAndNotShown() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                obstacles(
                    scene.replica(
                        scene.reaching("host=db password='hush hush'"),
                        new TestContext().context())))
        .matches(e -> e.failure() == Failure.USAGE)
        .matches(e -> !e.getMessage().contains("hush"));
  }

  @Test
  void allThatARoleLacksOnEitherServerIsSaidAtOnce() {
    scene.servers().primary().execute("CREATE ROLE replica_reader LOGIN");
    scene.servers().replica().execute("CREATE ROLE replica_writer LOGIN");
    try {
      Database primary = scene.servers().primary().database("replica_reader");
      Database replica = scene.servers().replica().database("replica_writer");
      CatalogReplica refused =
          new CatalogReplica(
              scene::vault, primary, replica, scene.options(), new TestContext().context());
      assertThat(obstacles(refused))
          .extracting(ReplicationObstacle::kind)
          .contains(
              Kind.ROLE,
              Kind.PUBLICATION_PRIVILEGE,
              Kind.SUBSCRIPTION_PRIVILEGE,
              Kind.TARGET_PRIVILEGE);
    } finally {
      scene.servers().primary().execute("DROP ROLE replica_reader");
      scene.servers().replica().execute("DROP ROLE replica_writer");
    }
  }

  @Test
  void beforeVersion16WhoIsNoSuperuserIsToldSoAndNothingIsMade() {
    scene.close();
    scene = ReplicaScene.create(18, 15);
    TestDatabase place = scene.servers().replica();
    place.execute(
        "CREATE ROLE replica_owner LOGIN",
        "GRANT CREATE ON DATABASE %s TO replica_owner".formatted(place.name()));
    try {
      CatalogReplica refused =
          new CatalogReplica(
              scene::vault,
              scene.servers().primary().database(),
              place.database("replica_owner"),
              new ReplicaOptions(
                  ReplicaOptions.DEFAULT_NAME,
                  Optional.empty(),
                  Optional.empty(),
                  new ReplicaOptions.Link(Optional.empty(), Optional.of(new Secret("any"))),
                  ReplicaScene.LIMITS),
              new TestContext().context());

      assertThat(obstacles(refused))
          .singleElement()
          .satisfies(each -> assertThat(each.kind()).isEqualTo(Kind.SUBSCRIPTION_PRIVILEGE))
          .satisfies(each -> assertThat(each.message()).contains("may not create subscriptions"))
          .satisfies(each -> assertThat(each.hint()).contains("Before version 16"));
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(
              () ->
                  ReplicaScene.create(
                      refused, scene.seed(new TestContext().context()), Target.EMPTY))
          .matches(e -> e.failure() == Failure.PERMISSION);
      assertNothingIsMade();
      assertThat(refused.state()).isEmpty();
      assertThat(scene.vault().backups().ids()).isEmpty();
    } finally {
      place.execute(
          "REVOKE CREATE ON DATABASE %s FROM replica_owner".formatted(place.name()),
          "DROP ROLE replica_owner");
    }
  }

  @Test
  void theSameCatalogIsNoReplica() {
    Database primary = scene.servers().primary().database();
    CatalogReplica itself =
        new CatalogReplica(
            scene::vault, primary, primary, scene.options(), new TestContext().context());

    assertThat(obstacles(itself))
        .anySatisfy(each -> assertThat(each.message()).contains("the same catalog"));
  }

  @Test
  void whatWasDroppedLeavesItsTablesAndNothingElse() {
    scene.create();

    ReplicaDropPlan plan = scene.replica().planDrop(false);
    assertThat(plan.primary()).hasSize(2);
    assertThat(plan.replica()).hasSize(1);
    ReplicaDropReport report = scene.replica().drop(plan);

    assertThat(report.state().phase()).isEqualTo(Phase.DROPPED);
    assertThat(report.left()).isEmpty();
    assertNothingIsMade();
    assertThat(scene.servers().replica().catalogFingerprint(TwoServers.SCHEMA))
        .isEqualTo(scene.servers().primary().catalogFingerprint(TwoServers.SCHEMA));
    assertThat(scene.replica().planDrop(false).isEmpty()).isTrue();
    assertThat(obstacles(scene.replica())).hasSize(1);
  }

  @Test
  void whatSomebodyElseIsAtWorkOnIsNotDropped() {
    scene.create();
    ReplicaDropPlan plan = scene.replica().planDrop(false);
    try (Session other = scene.servers().primary().database().open(new Cancellation())) {
      BothServers.lock(other, ReplicaOptions.DEFAULT_NAME);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> scene.replica().drop(plan))
          .matches(e -> e.failure() == Failure.LOCKED);
    }
    assertThat(scene.isEqual()).isTrue();
    assertThat(scene.replica().drop(plan).left()).isEmpty();
  }

  @Test
  void oneWhoseServerIsAwayIsDroppedByForce() {
    scene.create();
    Database away =
        new Database(
            new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:1/nothing",
                Optional.of("postgres"),
                Optional.empty(),
                "nessie-backup test"));
    CatalogReplica replica =
        new CatalogReplica(
            scene::vault,
            scene.servers().primary().database(),
            away,
            scene.options(),
            new TestContext().context());

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> replica.planDrop(false))
        .matches(e -> e.hint().orElseThrow().contains("--force"));
    ReplicaDropReport report = replica.drop(replica.planDrop(true));

    assertThat(report.left()).hasSize(1);
    assertThat(
            scene
                .servers()
                .primary()
                .query(
                    "SELECT slot_name FROM pg_replication_slots WHERE database ="
                        + " current_database()"))
        .isEmpty();
    scene.replica().drop(scene.replica().planDrop(false));
    assertNothingIsMade();
  }
}
