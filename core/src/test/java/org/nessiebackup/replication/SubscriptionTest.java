package org.nessiebackup.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.testing.TwoServers;

class SubscriptionTest {
  private TwoServers servers;

  @BeforeEach
  void start() {
    servers = TwoServers.create(15, 18);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private static Subscription.Draft draft(String address, boolean binary) {
    return new Subscription.Draft(
        TwoServers.NAMED, new Secret(address), TwoServers.NAMED, TwoServers.NAMED, binary);
  }

  private Optional<Subscription> look() {
    try (Session session = servers.replica().database().open(new Cancellation())) {
      return Subscription.look(session, TwoServers.NAMED);
    }
  }

  @ParameterizedTest
  @CsvSource({"15, 18, true", "18, 15, true", "18, 18, false"})
  void followsFromWhereItsSlotStands(int primary, int replica, boolean binary) {
    servers.close();
    servers = TwoServers.create(primary, replica);
    servers.replica().withCatalog(TwoServers.SCHEMA);
    servers.replica().execute("TRUNCATE nessie.refs2, nessie.objs2");
    servers
        .primary()
        .execute(
            "CREATE TABLE refs_before AS SELECT * FROM nessie.refs2",
            "CREATE TABLE objs_before AS SELECT * FROM nessie.objs2",
            "TRUNCATE nessie.refs2, nessie.objs2",
            "CREATE PUBLICATION %s FOR TABLE nessie.refs2, nessie.objs2"
                .formatted(TwoServers.NAMED));
    try (ReplicationSession session =
        servers.primary().database().openReplication("nessie-backup", new Cancellation())) {
      session.createSlot(TwoServers.NAMED, Set.of());
    }
    servers
        .primary()
        .execute(
            "INSERT INTO nessie.refs2 SELECT * FROM refs_before",
            "INSERT INTO nessie.objs2 SELECT * FROM objs_before",
            "UPDATE nessie.objs2 SET obj_ref = 7 WHERE obj_type = 'c'");

    try (Session session = servers.replica().database().open(new Cancellation())) {
      Subscription.create(session, draft(servers.address(), binary));
    }
    servers.awaitCaughtUp();

    assertThat(servers.replica().catalogFingerprint(TwoServers.SCHEMA))
        .isEqualTo(servers.primary().catalogFingerprint(TwoServers.SCHEMA));
    Subscription found = look().orElseThrow();
    assertThat(found.enabled()).isTrue();
    assertThat(found.slot()).contains(TwoServers.NAMED);
    assertThat(found.publications()).containsExactly(TwoServers.NAMED);
    assertThat(found.worker()).isPresent();
    assertThat(found.errors()).contains(new Subscription.Errors(0, 0));
  }

  @Test
  void changeThatCannotBeAppliedIsCounted() {
    servers.followBySql();
    servers
        .replica()
        .execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, deleted) VALUES ('there', 'already',"
                + " false)");
    servers
        .primary()
        .execute(
            "INSERT INTO nessie.refs2 (repo, ref_name, deleted) VALUES ('there', 'already',"
                + " false)");

    TwoServers.await(() -> look().flatMap(Subscription::errors).orElseThrow().apply() > 0);
  }

  @Test
  void isRemovedAlsoWhereNobodyReachesTheOtherServer() {
    servers.followBySql();

    try (Session session = servers.replica().database().open(new Cancellation())) {
      assertThat(Subscription.drop(session, TwoServers.NAMED)).isTrue();
      assertThat(Subscription.drop(session, TwoServers.NAMED)).isFalse();
    }

    assertThat(look()).isEmpty();
    assertThat(
            servers
                .primary()
                .query(
                    "SELECT slot_name FROM pg_replication_slots WHERE database ="
                        + " current_database()"))
        .isEqualTo(List.of(TwoServers.NAMED));
  }

  @Test
  void passwordIsInNoMessage() {
    try (Session session = servers.replica().database().open(new Cancellation())) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(
              () ->
                  Subscription.create(
                      session, draft(servers.address() + " port=1 password=hush", true)))
          .satisfies(e -> assertThat(e).hasStackTraceContaining("subscription"))
          .satisfies(e -> assertThat(stack(e)).doesNotContain("hush"));
    }
  }

  private static String stack(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each);
    }
    return text.toString();
  }
}
