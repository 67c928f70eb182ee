package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaStatusReport.Finding;
import org.nessiebackup.replica.ReplicaStatusReport.Kind;
import org.nessiebackup.replica.ReplicaStatusReport.Lag;
import org.nessiebackup.replica.ReplicaStatusReport.Severity;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.testing.TwoServers;

class ReplicaStatusTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Longer than the server waits before it begins a process anew that has failed. */
  private static final Duration OF_ONE_RESTART = Duration.ofSeconds(11);

  private FollowingScene scene;

  @BeforeEach
  void begin() {
    scene = FollowingScene.following(15, 18);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private static List<Kind> kinds(ReplicaStatusReport report) {
    return report.findings().stream().map(Finding::kind).toList();
  }

  private static Finding only(ReplicaStatusReport report, Kind kind) {
    assertThat(kinds(report)).containsExactly(kind);
    return report.findings().getFirst();
  }

  private static Database nowhere() {
    return new Database(
        new ConnectionSettings(
            "jdbc:postgresql://127.0.0.1:1/nessie",
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test"));
  }

  @Test
  void replicaThatFollowsHasWhatThePrimaryHad() {
    scene.servers().primary().execute("UPDATE nessie.objs2 SET obj_ref = 7");

    ReplicaStatusReport report = scene.replica().status(PATIENCE);

    only(report, Kind.FOLLOWING);
    assertThat(report.following()).isTrue();
    assertThat(report.failure()).isEmpty();
    assertThat(report.lag()).hasValueSatisfying(lag -> assertThat(lag.reached()).isTrue());
    assertThat(report.stale(PATIENCE)).isFalse();
    assertThat(report.primary().orElseThrow().slot()).isPresent();
    assertThat(report.primary().orElseThrow().defect()).isEmpty();
    assertThat(report.replica().orElseThrow().subscription()).isPresent();
    assertThat(scene.servers().replica().catalogFingerprint(TwoServers.SCHEMA))
        .isEqualTo(scene.servers().primary().catalogFingerprint(TwoServers.SCHEMA));
  }

  @Test
  void replicaThatIsGivenNoTimeIsBehind() {
    scene.servers().replica().execute("ALTER SUBSCRIPTION %s DISABLE".formatted(TwoServers.NAMED));
    scene.servers().primary().execute("UPDATE nessie.objs2 SET obj_ref = 8");

    ReplicaStatusReport report = scene.replica().status(Duration.ZERO);

    assertThat(report.following()).isFalse();
    assertThat(report.stale(PATIENCE)).isTrue();
    assertThat(report.lag().map(Lag::reached)).contains(false);
    assertThat(report.lag().orElseThrow().bytes()).isPositive();
    Finding stopped = only(report, Kind.STOPPED);
    assertThat(stopped.sentence()).contains("disabled");
    assertThat(stopped.hint().orElseThrow()).contains("ENABLE");
    assertThat(report.failure()).contains(Failure.FINDINGS);
  }

  @Test
  void changeThatCannotBeAppliedIsAConflict() {
    scene
        .servers()
        .replica()
        .execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, deleted) VALUES ('there', 'already',"
                + " false)");
    scene
        .servers()
        .primary()
        .execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, deleted) VALUES ('there', 'already',"
                + " false)");

    Finding conflict = only(scene.replica().status(OF_ONE_RESTART), Kind.CONFLICT);

    assertThat(conflict.hint().orElseThrow()).contains("logical replication").contains("delete");
    scene.servers().replica().execute("DELETE FROM nessie.refs2 WHERE repo = 'there'");
    only(scene.replica().status(PATIENCE), Kind.FOLLOWING);
  }

  @Test
  void exchangedTablesStopAReplica() {
    scene
        .servers()
        .primary()
        .execute(
            "ALTER TABLE nessie.objs2 RENAME TO objs2_before",
            "CREATE TABLE nessie.objs2 (LIKE nessie.objs2_before INCLUDING ALL)");

    Finding stopped = only(scene.replica().status(PATIENCE), Kind.STOPPED);

    assertThat(stopped.sentence()).contains("exchanged");
    assertThat(stopped.hint().orElseThrow()).contains("replica create --again");
  }

  @Test
  void publicationThatWasDroppedStopsAReplica() {
    scene.servers().primary().execute("DROP PUBLICATION " + TwoServers.NAMED);

    assertThat(only(scene.replica().status(PATIENCE), Kind.STOPPED).sentence())
        .contains("publication", "was dropped");
  }

  @Test
  void slotAndSubscriptionThatAreGoneStopAReplica() throws SQLException {
    try (Connection connection = scene.servers().replica().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SUBSCRIPTION %s DISABLE".formatted(TwoServers.NAMED));
      statement.execute("ALTER SUBSCRIPTION %s SET (slot_name = NONE)".formatted(TwoServers.NAMED));
      statement.execute("DROP SUBSCRIPTION " + TwoServers.NAMED);
    }
    TwoServers.await(
        () ->
            scene
                .servers()
                .primary()
                .query(
                    "SELECT slot_name FROM pg_replication_slots WHERE active AND database ="
                        + " current_database()")
                .isEmpty());
    scene
        .servers()
        .primary()
        .execute("SELECT pg_drop_replication_slot('%s')".formatted(TwoServers.NAMED));

    ReplicaStatusReport report = scene.replica().status(PATIENCE);

    assertThat(kinds(report)).containsExactly(Kind.STOPPED, Kind.STOPPED);
    assertThat(report.findings())
        .extracting(Finding::sentence)
        .anyMatch(text -> text.contains("slot"))
        .anyMatch(text -> text.contains("subscription"));
    assertThat(report.lag()).isEmpty();
  }

  @Test
  void whereOneSideCannotBeReachedTheOtherTellsWhatItCan() {
    ReplicaStatusReport withoutPrimary =
        scene.replica(nowhere(), scene.servers().replica().database()).status(Duration.ZERO);
    assertThat(only(withoutPrimary, Kind.PRIMARY_UNREACHABLE).sentence())
        .contains("the replica has heard of it at");
    assertThat(withoutPrimary.primary()).isEmpty();
    assertThat(withoutPrimary.replica()).isPresent();
    assertThat(withoutPrimary.failure()).contains(Failure.CONNECTION);

    ReplicaStatusReport withoutReplica =
        scene.replica(scene.servers().primary().database(), nowhere()).status(PATIENCE);
    assertThat(only(withoutReplica, Kind.REPLICA_UNREACHABLE).sentence())
        .contains("the primary sends to it");
    assertThat(withoutReplica.lag().map(Lag::reached)).contains(true);

    ReplicaStatusReport neither = scene.replica(nowhere(), nowhere()).status(Duration.ZERO);
    assertThat(kinds(neither))
        .containsExactlyInAnyOrder(Kind.PRIMARY_UNREACHABLE, Kind.REPLICA_UNREACHABLE);
  }

  @Test
  void whoeverIsConnectedToTheReplicaIsNamed() throws SQLException {
    try (Connection nessie = scene.servers().replica().connect();
        Statement statement = nessie.createStatement()) {
      statement.execute("SET application_name = 'a Nessie'");
      nessie.setAutoCommit(false);
      statement.execute("SELECT FROM nessie.refs2");

      ReplicaStatusReport report = scene.replica().status(PATIENCE);

      assertThat(kinds(report)).containsExactly(Kind.WRITTEN_TO, Kind.FOLLOWING);
      assertThat(report.findings().getFirst().sentence()).contains("a Nessie");
      assertThat(report.findings().getFirst().kind().severity()).isEqualTo(Severity.WARNING);
      assertThat(report.failure()).isEmpty();
    }
  }

  @Test
  void formerPrimaryIsShouted() {
    try (Session session = scene.servers().primary().database().open(new Cancellation())) {
      new ReplicaMark(
              ReplicaMark.Role.SUPERSEDED, 2, "other", "77", Instant.parse("2026-11-22T02:00:00Z"))
          .put(session, TwoServers.SCHEMA);
    }

    Finding superseded = only(scene.replica().status(PATIENCE), Kind.SUPERSEDED);

    assertThat(superseded.sentence()).contains("\"other\"", "77", "epoch 2");
  }

  @Test
  void anotherServerThanThePrimaryIsNotTakenForIt() {
    ReplicaStatusReport report =
        scene
            .replica(scene.servers().replica().database(), scene.servers().replica().database())
            .status(PATIENCE);

    assertThat(only(report, Kind.STOPPED).sentence()).contains("is given");
  }

  @Test
  void replicaThatNobodyKnowsIsNamedWithThoseThatThereAre() {
    CatalogReplica other =
        new CatalogReplica(
            scene.vault()::vault,
            nowhere(),
            nowhere(),
            new ReplicaOptions(
                "other",
                Optional.empty(),
                Optional.empty(),
                ReplicaOptions.Link.OURS,
                ReplicaOptions.Limits.DEFAULT),
            scene.work().context());

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> other.status(PATIENCE))
        .matches(e -> e.failure() == Failure.USAGE)
        .matches(e -> e.hint().orElseThrow().contains("\"standby\""));
  }

  @Test
  void replicaThatWasPromotedIsAskedNothingMore() {
    ReplicaState before = scene.replica().state().orElseThrow();
    scene
        .vault()
        .vault()
        .replicas()
        .add(
            "standby",
            number ->
                new ReplicaState(
                    new ReplicaState.Head(
                        before.head().vault(),
                        before.head().tool(),
                        before.head().name(),
                        number,
                        before.head().at(),
                        before.head().protection()),
                    ReplicaState.Phase.PROMOTED,
                    2,
                    before.servers(),
                    before.link(),
                    before.seed(),
                    Optional.empty()));

    ReplicaStatusReport report = scene.replica(nowhere(), nowhere()).status(PATIENCE);

    assertThat(only(report, Kind.PROMOTED).sentence()).contains("epoch 2");
    assertThat(report.failure()).isEmpty();
  }
}
