package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.ReplicaOptions.Target;
import org.nessiebackup.replica.ReplicaStatusReport.Finding;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;
import org.nessiebackup.testing.VaultSeed;

/**
 * A replica's whole life over TLS that is verified, by roles that have what docs/replica.md says
 * and nothing else.
 */
class LeastRightsTest {
  private static final String OWNER = "nessie";
  private static final String LINK = "replicator";
  private static final String OWNERS = "the-owner's-word";
  private static final String LINKS = "the-link's-word";
  private static final String WRONG = "another-word";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private @TempDir Path folder;
  private PostgresServer first;
  private PostgresServer second;
  private TwoServers servers;
  private Operations operations;

  @BeforeEach
  void startServers() {
    first = start();
    second = start();
    servers =
        new TwoServers(
            TestDatabase.on(first).withCatalog(TwoServers.SCHEMA), TestDatabase.on(second));
    operations = new Operations(new MemoryStore(), by(servers.primary()), new TestContext());
  }

  private static PostgresServer start() {
    return PostgresServer.start(
        PostgresOptions.defaults()
            .withTls()
            .withSetting("wal_level", "logical")
            .withSetting("max_slot_wal_keep_size", "1GB")
            .withPasswordUser(OWNER, OWNERS)
            .withPasswordUser(LINK, LINKS));
  }

  @AfterEach
  void stop() {
    try {
      servers.close();
    } finally {
      first.close();
      second.close();
    }
  }

  /** What an administrator does on the primary. */
  private void grantOnPrimary(TestDatabase database) {
    database.execute(
        "ALTER SCHEMA nessie OWNER TO " + OWNER,
        "ALTER TABLE nessie.refs2 OWNER TO " + OWNER,
        "ALTER TABLE nessie.objs2 OWNER TO " + OWNER,
        "GRANT CREATE ON DATABASE %s TO %s".formatted(database.name(), OWNER));
    replicate(database);
  }

  private void replicate(TestDatabase database) {
    database.execute(
        "ALTER ROLE %s REPLICATION".formatted(OWNER),
        "ALTER ROLE %s REPLICATION".formatted(LINK),
        "GRANT %s TO %s".formatted(LINK, OWNER));
  }

  private void grantOnReplica(TestDatabase database) {
    database.execute(
        "GRANT pg_create_subscription TO " + OWNER,
        "GRANT CREATE ON DATABASE %s TO %s".formatted(database.name(), OWNER),
        "ALTER DATABASE %s SET log_statement = 'ddl'".formatted(database.name()));
  }

  private Database by(TestDatabase database) {
    return new Database(
        new ConnectionSettings(
            "%s?sslmode=verify-full&sslrootcert=%s"
                .formatted(
                    database.server().jdbcUrl(database.name()), authority(database.server())),
            Optional.of(OWNER),
            Optional.of(new Secret(OWNERS)),
            "nessie-backup test"));
  }

  /** Where our process, and the other server, can read it. */
  private Path authority(PostgresServer server) {
    try {
      Path copy = folder.resolve("server-%d.crt".formatted(server.port()));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.copy(
          server.dataFolder().resolveSibling("server.crt"),
          copy,
          StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CatalogReplica replica(TestDatabase primary, TestDatabase follower, String name) {
    return replica(primary, follower, name, LINKS);
  }

  private CatalogReplica replica(
      TestDatabase primary, TestDatabase follower, String name, String password) {
    return new CatalogReplica(
        operations::vault,
        by(primary),
        by(follower),
        new ReplicaOptions(
            name,
            Optional.empty(),
            Optional.empty(),
            new ReplicaOptions.Link(
                Optional.of(
                    // The account of a test's server may have a home that it cannot look into.
                    "user=%s sslmode=verify-full sslrootcert='%s' sslcert=/none"
                        .formatted(LINK, authority(primary.server()))),
                Optional.of(new Secret(password))),
            ReplicaOptions.Limits.DEFAULT),
        new TestContext().context());
  }

  private VaultSeed seed(TestDatabase primary, TestDatabase follower) {
    return new VaultSeed(
        operations.vault(), by(primary), by(follower), new TestContext().context());
  }

  private static void assertFollows(CatalogReplica replica) {
    assertThat(replica.status(PATIENCE).findings())
        .extracting(Finding::kind)
        .containsExactly(ReplicaStatusReport.Kind.FOLLOWING);
    ReplicaProofReport proof = replica.prove(PATIENCE);
    assertThat(proof.proven()).isTrue();
  }

  private void assertNoPasswordWasLogged() {
    for (PostgresServer server : List.of(first, second)) {
      assertThat(server.log()).isNotEmpty().doesNotContain(OWNERS, LINKS, WRONG);
    }
  }

  @Test
  void whatFailsIsLoggedWithoutThePassword() {
    grantOnPrimary(servers.primary());
    grantOnReplica(servers.replica());
    CatalogReplica replica = replica(servers.primary(), servers.replica(), "standby", WRONG);
    ReplicaCreatePlan plan = replica.planCreate(Target.EMPTY);
    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.notes())
        .anySatisfy(note -> assertThat(note).contains("when the publication is there"));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () -> replica.create(plan, Target.EMPTY, seed(servers.primary(), servers.replica())))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CONNECTION))
        .withMessageContaining("password authentication failed");

    assertThat(servers.primary().query("SELECT pubname FROM pg_publication")).isEmpty();
    assertThat(servers.replica().query("SELECT subname FROM pg_subscription")).isEmpty();
    assertThat(second.log()).contains("could not connect to the publisher");
    assertNoPasswordWasLogged();
  }

  @Test
  void whoMayKeepTheLogTerseIsToldAtOnce() {
    grantOnPrimary(servers.primary());
    grantOnReplica(servers.replica());
    servers.replica().execute("GRANT SET ON PARAMETER log_error_verbosity TO " + OWNER);

    assertThat(
            replica(servers.primary(), servers.replica(), "standby", WRONG)
                .planCreate(Target.EMPTY)
                .obstacles())
        .extracting(ReplicationObstacle::kind)
        .containsExactly(ReplicationObstacle.Kind.ADDRESS);
    assertThat(replica(servers.primary(), servers.replica(), "standby").planCreate(Target.EMPTY))
        .satisfies(plan -> assertThat(plan.obstacles()).isEmpty())
        .satisfies(
            plan ->
                assertThat(plan.notes())
                    .noneSatisfy(
                        note -> assertThat(note).contains("when the publication is there")));
    assertNoPasswordWasLogged();
  }

  @Test
  void itLivesByTheRightsThatAreDocumented() {
    grantOnPrimary(servers.primary());
    grantOnReplica(servers.replica());
    CatalogReplica replica = replica(servers.primary(), servers.replica(), "standby");
    assertThat(replica.planCreate(Target.EMPTY).obstacles()).isEmpty();

    ReplicaScene.create(replica, seed(servers.primary(), servers.replica()), Target.EMPTY);
    servers
        .primary()
        .execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted) SELECT repo, 'int/later',"
                + " pointer, false FROM nessie.refs2 WHERE ref_name = 'refs/heads/main'");
    assertFollows(replica);
    assertThat(
            servers
                .primary()
                .query("SELECT bool_and(ssl) FROM pg_stat_ssl NATURAL JOIN pg_stat_replication"))
        .containsExactly("t");

    assertThat(replica.planCreate(Target.AGAIN).notes())
        .anySatisfy(note -> assertThat(note).contains("pg_show_replication_origin_status()"));
    servers.replica().execute("GRANT SELECT ON pg_replication_origin_status TO " + OWNER);
    assertThat(replica.planPromotion(PromotionScene.OPTIONS).follower().applied())
        .as("by one of two rights")
        .isEmpty();
    servers
        .replica()
        .execute("GRANT EXECUTE ON FUNCTION pg_show_replication_origin_status() TO " + OWNER);
    assertThat(replica.planPromotion(PromotionScene.OPTIONS).follower().applied()).isPresent();
    assertThat(replica.planCreate(Target.AGAIN).notes())
        .noneSatisfy(note -> assertThat(note).contains("pg_show_replication_origin_status()"));

    PromotionReport promoted =
        replica.promote(
            replica.planPromotion(PromotionScene.OPTIONS),
            PromotionScene.OPTIONS,
            schema -> List.of());
    assertThat(promoted.handover().complete()).isTrue();
    assertThat(promoted.left()).isEmpty();

    replicate(servers.replica());
    grantOnReplica(servers.primary());
    CatalogReplica back = replica(servers.replica(), servers.primary(), "back");
    ReversePlan plan = back.planReverse(2);
    assertThat(plan.alone()).isEmpty();
    back.reverse(plan, Optional.empty(), seed(servers.replica(), servers.primary()));
    assertFollows(back);

    ReplicaDropReport dropped = back.drop(back.planDrop(false));
    assertThat(dropped.left()).isEmpty();
    assertThat(servers.replica().query("SELECT slot_name FROM pg_replication_slots")).isEmpty();
    assertNoPasswordWasLogged();
  }
}
