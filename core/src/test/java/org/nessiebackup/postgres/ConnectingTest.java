package org.nessiebackup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

class ConnectingTest {
  private static final Secret PASSWORD = new Secret("open sesame");

  @Test
  void namesAnUnknownHost() {
    expect("jdbc:postgresql://no-such-host.invalid/nessie", Failure.CONNECTION, "unknown");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    expect("jdbc:postgresql://127.0.0.1:" + port + "/nessie", Failure.CONNECTION, "nobody listens");
  }

  @Test
  void namesTheMissingDatabase() {
    try (TestDatabase database = TestDatabase.create()) {
      expect(database.server().jdbcUrl("nowhere"), Failure.LOGIN, "\"nowhere\"");
    }
  }

  @Test
  void tellsAWrongPasswordAndNeverShowsIt() {
    PostgresOptions options =
        PostgresOptions.defaults().withPasswordUser("reader", PASSWORD.value()).withTls();
    try (PostgresServer server = PostgresServer.start(options)) {
      String url = server.jdbcUrl("postgres");
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> open(url, "reader", Optional.of(new Secret("open barley"))))
          .matches(e -> e.failure() == Failure.LOGIN)
          .matches(e -> !(e + e.hint().orElse("")).contains("barley"));
      String encrypted = url + (url.contains("?") ? "&" : "?") + "sslmode=require";
      try (Session session = open(encrypted, "reader", Optional.of(PASSWORD))) {
        boolean encryptedNow =
            session.one(
                "ask for TLS",
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                row -> row.getBoolean(1));
        assertThat(encryptedNow).isTrue();
      }
    }
  }

  @Test
  void refusesWhatIsNoJdbcUrlWithoutRepeatingIt() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                new ConnectionSettings(
                    "postgres://u:secret@h/d", Optional.empty(), Optional.empty(), "test"))
        .matches(e -> e.failure() == Failure.USAGE)
        .matches(e -> !e.getMessage().contains("secret"));
    assertThat(
            new ConnectionSettings(
                    "jdbc:postgresql://h:1/d?password=secret",
                    Optional.empty(),
                    Optional.of(PASSWORD),
                    "test")
                .toString())
        .isEqualTo("h:1/d");
  }

  @Test
  void switchesTheLimitsOfARoleOff() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute(
          "CREATE ROLE limited_" + database.name() + " LOGIN",
          "ALTER ROLE limited_" + database.name() + " SET statement_timeout = '100ms'",
          "ALTER ROLE limited_"
              + database.name()
              + " SET idle_in_transaction_session_timeout = '100ms'");
      try (Session session =
          database.database("limited_" + database.name()).open(new Cancellation())) {
        String answer = session.one("wait", "SELECT pg_sleep(0.3)::text", row -> "still here");
        assertThat(answer).isEqualTo("still here");
      }
      database.execute("DROP ROLE limited_" + database.name());
    }
  }

  @Test
  void aStatementThatTakesLongIsWaitedForAsLongAsTheServerLives() {
    try (TestDatabase database = TestDatabase.create()) {
      Duration limit = Duration.ofMillis(100);
      ConnectionSettings settings =
          new ConnectionSettings(
              database.server().jdbcUrl(database.name()),
              Optional.of("postgres"),
              Optional.empty(),
              "nessie-backup test",
              new ConnectionLimits(Duration.ofSeconds(10), limit, limit, limit.dividedBy(4)));
      try (Session session = new Database(settings).open(new Cancellation())) {
        String answer = session.one("wait", "SELECT pg_sleep(0.5)::text", row -> "still here");
        assertThat(answer).isEqualTo("still here");
      }
    }
  }

  @Test
  void whoHoldsTheLockThatARoleWithoutADatabaseOfItsNameWaitsForIsNamed() throws SQLException {
    TestContext work = new TestContext();
    try (TestDatabase database = TestDatabase.create();
        Connection holder = database.connect();
        Statement holding = holder.createStatement()) {
      String role = "waiter_of_" + database.name();
      database.execute("CREATE ROLE " + role + " LOGIN");
      Duration limit = Duration.ofSeconds(30);
      ConnectionSettings settings =
          new ConnectionSettings(
              database.server().jdbcUrl(database.name()),
              Optional.of(role),
              Optional.empty(),
              "nessie-backup test",
              new ConnectionLimits(limit, limit, limit, Duration.ofMillis(20)));
      holding.execute("SELECT pg_advisory_lock(15)");
      try (Session session = new Database(settings, work).open(new Cancellation())) {
        Thread waiter =
            Thread.ofPlatform().start(() -> session.execute("wait", "SELECT pg_advisory_lock(15)"));
        while (work.warnings().isEmpty()) {
          LockSupport.parkNanos(1_000_000);
        }
        holding.execute("SELECT pg_advisory_unlock(15)");
        waiter.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      database.execute("DROP ROLE " + role);
    }
    assertThat(work.warnings().getFirst()).contains("waiting for a lock, to wait");
  }

  @Test
  void whatTheServerWarnsOfIsPassedOn() {
    try (TestDatabase database = TestDatabase.create()) {
      TestContext work = new TestContext();
      ConnectionSettings settings =
          new ConnectionSettings(
              database.server().jdbcUrl(database.name()),
              Optional.of("postgres"),
              Optional.empty(),
              "nessie-backup test");
      try (Session session = new Database(settings, work).open(new Cancellation())) {
        session.execute("warn", "DO $$BEGIN RAISE WARNING 'beware'; RAISE NOTICE 'well'; END$$");
      }
      assertThat(work.warnings()).containsExactly("the server warns: beware");
    }
  }

  @Test
  void aRequestToStopEndsARunningStatement() {
    try (TestDatabase database = TestDatabase.create()) {
      Cancellation cancellation = new Cancellation();
      try (Session session = database.database().open(cancellation)) {
        Thread stopper =
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (database
                          .query(
                              "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'"
                                  + " AND pid <> pg_backend_pid() AND state = 'active'")
                          .isEmpty()) {
                        LockSupport.parkNanos(1_000_000);
                      }
                      cancellation.request();
                    });
        assertThatExceptionOfType(BackupException.class)
            .isThrownBy(() -> session.execute("wait", "SELECT pg_sleep(600)"))
            .matches(e -> e.failure() == Failure.INTERRUPTED);
        stopper.interrupt();
      }
    }
  }

  @Test
  void aSessionThatIsOpenedAheadIsTheOneThatIsAskedForNext() {
    try (TestDatabase database = TestDatabase.create()) {
      Database connected = database.database();
      SessionPrefetch prefetched = connected.prefetch(new Cancellation());
      try (Session first = connected.open(new Cancellation());
          Session second = connected.open(new Cancellation())) {
        prefetched.close();

        assertThat(process(first)).isEqualTo(first.process().id());
        assertThat(process(second)).isNotEqualTo(first.process().id());
        assertThat(sessions(database)).isEqualTo("2");
      }
    }
  }

  @Test
  void aSessionThatIsOpenedAheadAndNotWantedClosesItself() {
    try (TestDatabase database = TestDatabase.create()) {
      database.database().prefetch(new Cancellation()).close();
      SessionPrefetch opened = database.database().prefetch(new Cancellation());
      while (!sessions(database).equals("1")) {
        LockSupport.parkNanos(1_000_000);
      }
      opened.close();
      // The database is not closed before all sessions of ours are gone.
    }
  }

  @Test
  void openingAheadFailsWhenTheSessionIsAskedForAndNoSooner() {
    Database nowhere =
        new Database(
            new ConnectionSettings(
                "jdbc:postgresql://no-such-host.invalid/nessie",
                Optional.of("postgres"),
                Optional.empty(),
                "nessie-backup test"));
    SessionPrefetch prefetched = nowhere.prefetch(new Cancellation());

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> nowhere.open(new Cancellation()))
        .matches(e -> e.failure() == Failure.CONNECTION);
    prefetched.close();
    nowhere.prefetch(new Cancellation()).close();
  }

  private static int process(Session session) {
    return session.one("ask who serves", "SELECT pg_backend_pid()", row -> row.getInt(1));
  }

  private static String sessions(TestDatabase database) {
    return database
        .query(
            "SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'nessie-backup test'")
        .getFirst();
  }

  private static void expect(String url, Failure failure, String part) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> open(url, "postgres", Optional.empty()))
        .withMessageContaining(part)
        .matches(e -> e.failure() == failure)
        .matches(e -> e.hint().isPresent());
  }

  private static Session open(String url, String user, Optional<Secret> password) {
    return new Database(
            new ConnectionSettings(url, Optional.of(user), password, "nessie-backup test"))
        .open(new Cancellation());
  }
}
