package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Finding;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.ServedReplica;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TwoServers;

/** What a service does with the replica of a catalog, which it knows from the vault. */
class WatchedReplicaTest {
  private static final long RETAINED = 24L << 20;

  private final PostgresOptions logical =
      PostgresOptions.defaults()
          .withSetting("wal_level", "logical")
          // A subscription's process that has failed is begun anew after that, not after 5 s.
          .withSetting("wal_retrieve_retry_interval", "100ms");

  private PostgresServer replica;
  private ServedScene scene;

  @BeforeEach
  void serve() throws SQLException {
    replica = PostgresServer.start(logical);
    scene =
        new ServedScene(
            EncryptedVault.identity(),
            logical,
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new ServedReplica(
                    Optional.empty(),
                    () -> ServedScene.database(replica),
                    RETAINED,
                    ServedReplica.MOST_LAG)));
  }

  @AfterEach
  void close() {
    scene.close();
    replica.close();
  }

  /** By PostgreSQL's own first copy. */
  private void follow() throws SQLException {
    sql(
        scene.server,
        "CREATE PUBLICATION %s FOR TABLE ONLY nessie.refs2, ONLY nessie.objs2"
            .formatted(TwoServers.NAMED),
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(TwoServers.NAMED));
    try (Connection connection = replica.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    sql(
        replica,
        "TRUNCATE nessie.refs2, nessie.objs2",
        "CREATE SUBSCRIPTION %1$s CONNECTION 'host=%2$s port=%3$d user=postgres' PUBLICATION %1$s WITH (create_slot = false, slot_name = '%1$s')"
            .formatted(TwoServers.NAMED, scene.server.host(), scene.server.port()));
    TwoServers.recordFollowing(
        scene.vault.open(),
        scene.newest().backup().id(),
        ServedScene.database(scene.server),
        ServedScene.database(replica));
  }

  private static void sql(PostgresServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect();
        Statement each = connection.createStatement()) {
      for (String statement : statements) {
        each.execute(statement);
      }
    }
  }

  private static List<String> query(PostgresServer server, String question) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = server.connect();
        Statement each = connection.createStatement();
        ResultSet row = each.executeQuery(question)) {
      while (row.next()) {
        answers.add(row.getString(1));
      }
    }
    return answers;
  }

  private ReplicaHealth await(Predicate<ReplicaHealth> condition) {
    ServedScene.await(() -> scene.state().replica().filter(condition).isPresent());
    return scene.state().replica().orElseThrow();
  }

  private ReplicaHealth await(Phase phase) {
    return await(health -> health.phase() == phase);
  }

  private ReplicaState.Phase written() {
    return scene.vault.open().replicas().newest("standby").orElseThrow().phase();
  }

  @Test
  void replicaIsKnownFromTheVaultAndWhatBecomesOfItIsSaid() throws SQLException {
    assertThat(await(Phase.NONE).finding()).isEmpty();

    follow();
    ReplicaHealth following =
        await(health -> health.phase() == Phase.FOLLOWING && health.reach().lag().isPresent());
    assertThat(following.name()).isEqualTo("standby");
    assertThat(following.slot().retained()).isPresent();
    assertThat(following.promotion().line()).startsWith("replica promote");

    replica.killHard();
    ReplicaHealth gone = await(Phase.UNREACHABLE);
    assertThat(gone.finding().map(Finding::sentence).orElseThrow())
        .contains("its replica \"standby\": the replica cannot be reached");
    assertThat(gone.reach().reachedAt()).as("as of the last look").isPresent();

    replica.restart();
    assertThat(await(Phase.FOLLOWING).finding()).isEmpty();

    sql(replica, "ALTER SUBSCRIPTION %s DISABLE".formatted(TwoServers.NAMED));
    assertThat(await(Phase.STOPPED).finding().flatMap(Finding::advice).orElseThrow())
        .contains("ENABLE");
    assertThat(written()).as("somebody may enable it").isEqualTo(ReplicaState.Phase.FOLLOWING);
  }

  @Test
  void slotOfAReplicaThatIsGoneIsGivenUpBeforeItFillsTheDisk() throws SQLException {
    follow();
    await(Phase.FOLLOWING);
    replica.killHard();
    await(Phase.UNREACHABLE);
    long written = 0;
    while (!query(scene.server, "SELECT 1 FROM pg_replication_slots").isEmpty()) {
      sql(
          scene.server,
          "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1048576))",
          "SELECT pg_sleep(0.2)");
      written += 1 << 20;
      assertThat(written).as("of a limit of 24 MiB").isLessThan(60L << 20);
    }

    ReplicaHealth stopped =
        await(
            health ->
                health.finding().filter(each -> each.sentence().contains("held back")).isPresent());
    assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
    assertThat(stopped.finding().flatMap(Finding::advice).orElseThrow()).contains("replica create");
    assertThat(written()).isEqualTo(ReplicaState.Phase.STOPPED);
    assertThat(Duration.between(stopped.finding().orElseThrow().since(), Instant.now()))
        .isPositive();
  }
}
