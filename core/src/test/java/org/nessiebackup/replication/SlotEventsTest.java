package org.nessiebackup.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.postgres.ConnectionLimits;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationStream;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.StreamedTransactions;

/** What befalls a slot and its stream together with their server, over TLS. */
class SlotEventsTest {
  private static final String NAME = "nessie-backup journal";
  private static final String SLOT = "journal";
  private static final Duration SOON = Duration.ofMillis(20);

  private static PostgresServer server;

  @BeforeAll
  static void start() throws SQLException {
    server =
        PostgresServer.start(
            PostgresOptions.defaults()
                .withTls()
                .withSetting("wal_level", "logical")
                .withSetting("wal_keep_size", "0")
                .withSetting("max_wal_size", "32MB")
                .withSetting("min_wal_size", "32MB"));
    execute(
        "CREATE TABLE refs2 (name text PRIMARY KEY)",
        "CREATE TABLE filler (value text)",
        "CREATE PUBLICATION journal FOR TABLE refs2");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void slot() {
    try (ReplicationSession session = open()) {
      session.createSlot(SLOT, Set.of());
    }
  }

  @AfterEach
  void drop() {
    try (Session plain = plain()) {
      ReplicationSlot.dropInUse(plain, SLOT);
    }
  }

  private static Database database(String url, ConnectionLimits limits) {
    return new Database(
        new ConnectionSettings(
            url, Optional.of("postgres"), Optional.empty(), "nessie-backup test", limits));
  }

  private static String url() {
    return server.jdbcUrl() + "?sslmode=require";
  }

  private static ReplicationSession open() {
    return database(url(), ConnectionLimits.DEFAULT).openReplication(NAME, new Cancellation());
  }

  private static Session plain() {
    return database(url(), ConnectionLimits.DEFAULT).open(new Cancellation());
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static void await(String sql) throws SQLException {
    while (!query(sql).equals("t")) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static ReplicationStream stream(ReplicationSession session) {
    return stream(session, Lsn.ZERO);
  }

  private static ReplicationStream stream(ReplicationSession session, Lsn from) {
    return session.stream(SLOT, from, List.of("journal"));
  }

  private static BackupException end(ReplicationStream stream) {
    while (true) {
      try {
        stream.next(SOON);
        stream.confirm(stream.lastReceived());
      } catch (BackupException e) {
        return e;
      }
    }
  }

  @Test
  void aServerThatIsShutDownEndsTheStreamAndGoesOnWhereItWas() throws SQLException {
    Lsn confirmed;
    try (ReplicationSession session = open()) {
      ReplicationStream stream = stream(session);
      execute("INSERT INTO refs2 VALUES ('before')");
      confirmed = confirm(stream, new StreamedTransactions(stream).next());
      Thread stopper = Thread.ofPlatform().start(() -> server.stop());

      BackupException end = end(stream);

      assertThat(end.failure()).isEqualTo(Failure.CONNECTION);
      assertThat(end).hasMessageContaining("follow the changes of replication slot \"journal\"");
      assertThat(end.hint()).isPresent();
      join(stopper);
    }
    server.restart();
    execute("INSERT INTO refs2 VALUES ('after')");
    try (ReplicationSession session = open()) {
      List<Message> next = new StreamedTransactions(stream(session, confirmed)).next();
      assertThat(end(next)).isGreaterThan(confirmed);
      assertThat(next).filteredOn(Message.Insert.class::isInstance).hasSize(1);
    }
  }

  private static Lsn confirm(ReplicationStream stream, List<Message> transaction) {
    Lsn end = end(transaction);
    stream.confirmNow(end);
    return end;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The position of a slot is written at checkpoints, and now and then between them; what comes
   * twice is known by its end.
   */
  @Test
  void aCrashTakesTheConfirmedPositionBackAndWhatIsSentAgainIsTheSame() throws SQLException {
    List<Message> sent = confirmedAndCrashed();
    Lsn end = end(sent);
    while (confirmedAtServer().compareTo(end) >= 0) {
      sent = confirmedAndCrashed();
      end = end(sent);
    }
    try (ReplicationSession session = open()) {
      StreamedTransactions streamed = new StreamedTransactions(stream(session));
      List<Message> again = streamed.next();
      while (end(again).compareTo(end) < 0) {
        again = streamed.next();
      }
      assertThat(again.getFirst()).isEqualTo(sent.getFirst());
      assertThat(again.getLast()).isEqualTo(sent.getLast());
    }
    execute("INSERT INTO refs2 VALUES ('after crash')");
    try (ReplicationSession session = open()) {
      assertThat(end(new StreamedTransactions(stream(session, end)).next())).isGreaterThan(end);
    }
  }

  private static Lsn end(List<Message> transaction) {
    return ((Message.Commit) transaction.getLast()).endLsn();
  }

  private static Lsn confirmedAtServer() {
    try (Session plain = plain()) {
      return ReplicationSlot.look(plain, SLOT).orElseThrow().log().confirmed().orElseThrow();
    }
  }

  /** The last of two transactions that were sent and confirmed before a crash. */
  private static List<Message> confirmedAndCrashed() throws SQLException {
    List<Message> sent = List.of();
    try (ReplicationSession session = open()) {
      ReplicationStream stream = stream(session);
      StreamedTransactions streamed = new StreamedTransactions(stream);
      for (int i = 0; i < 2; i++) {
        long xid =
            Long.parseLong(
                query("INSERT INTO refs2 SELECT 'crash ' || count(*) FROM refs2 RETURNING xmin"));
        do {
          sent = streamed.next();
        } while (((Message.Begin) sent.getFirst()).xid() != xid);
        Lsn confirmed = confirm(stream, sent);
        await(
            "SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots WHERE slot_name = '%s'"
                .formatted(confirmed, SLOT));
      }
      server.killHard();
      assertThat(end(stream).failure()).isEqualTo(Failure.CONNECTION);
    }
    server.restart();
    return sent;
  }

  @Test
  void aReaderThatIsEndedByTheServerIsToldSo() throws SQLException {
    try (ReplicationSession session = open()) {
      ReplicationStream stream = stream(session);
      stream.next(SOON);
      query(
          "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
              + SLOT
              + "'");
      BackupException end = end(stream);
      assertThat(end.failure()).isEqualTo(Failure.CONNECTION);
      assertThat(end).hasMessageContaining("has closed the connection");
      assertThat(end.hint()).isPresent();
    }
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws IOException {
    Duration limit = Duration.ofMillis(300);
    ConnectionLimits limits =
        new ConnectionLimits(Duration.ofSeconds(10), limit, limit, limit.dividedBy(4));
    try (StoppableRelay relay = StoppableRelay.to(server.port());
        ReplicationSession session =
            database("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(relay.port()), limits)
                .openReplication(NAME, new Cancellation())) {
      ReplicationStream stream = stream(session);
      relay.stop();

      BackupException end = end(stream);

      assertThat(end.failure()).isEqualTo(Failure.CONNECTION);
      assertThat(end).hasMessageContaining("no sign of life");
    }
  }

  @Test
  void aSlotThatFallsTooFarBehindIsLost() throws SQLException {
    execute("ALTER SYSTEM SET max_slot_wal_keep_size = '16MB'", "SELECT pg_reload_conf()");
    try (ReplicationSession session = open();
        Session plain = plain()) {
      ReplicationSlot whole = ReplicationSlot.look(plain, SLOT).orElseThrow();
      assertThat(whole.isLost()).isFalse();
      assertThat(whole.log().safeBytes()).isPresent();
      while (!ReplicationSlot.look(plain, SLOT).orElseThrow().isLost()) {
        execute(
            "INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 8000)",
            "SELECT pg_switch_wal()",
            "CHECKPOINT");
      }
      ReplicationSlot lost = ReplicationSlot.look(plain, SLOT).orElseThrow();
      assertThat(lost.log().safeBytes()).isEmpty();
      assertThat(lost.lossReason()).containsAnyOf("wal removed", "was removed");

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> stream(session))
          .withMessageContaining("replication slot \"journal\" is lost")
          .matches(e -> e.failure() == Failure.DATABASE)
          .matches(e -> e.hint().orElseThrow().contains("gap"));
    } finally {
      execute("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
    }
  }

  @Test
  void aSynchronousStreamMakesCommitsWaitUntilItConfirms() throws SQLException {
    execute(
        "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (\"%s\")'".formatted(NAME),
        "SELECT pg_reload_conf()");
    AtomicBoolean committed = new AtomicBoolean();
    try (ReplicationSession session = open()) {
      ReplicationStream stream = stream(session);
      // Who has confirmed nothing yet is no standby that commits could wait for.
      stream.confirmNow(session(stream));
      Thread writer = Thread.ofPlatform().start(() -> insert("synchronous", committed));
      List<Message> sent = new StreamedTransactions(stream).next();
      await("SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
      assertThat(committed).isFalse();

      confirm(stream, sent);

      join(writer);
      assertThat(committed).isTrue();
      assertThat(query("SELECT sync_state FROM pg_stat_replication")).isEqualTo("quorum");
    } finally {
      execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
    }
  }

  /** A position that the server has reached. */
  private static Lsn session(ReplicationStream stream) {
    while (stream.lastReceived().equals(Lsn.ZERO)) {
      stream.next(SOON);
    }
    return stream.lastReceived();
  }

  private static void insert(String name, AtomicBoolean committed) {
    try {
      execute("INSERT INTO refs2 VALUES ('" + name + "')");
      committed.set(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSlotThatIsReadIsNotDroppedUnlessItsReaderIsEnded() {
    try (ReplicationSession session = open();
        Session plain = plain()) {
      ReplicationStream stream = stream(session);
      stream.next(SOON);
      ReplicationSlot slot = ReplicationSlot.look(plain, SLOT).orElseThrow();
      assertThat(slot.activeProcess()).isPresent();
      assertThat(slot.plugin()).contains("pgoutput");
      assertThat(slot.database()).contains("postgres");
      assertThat(slot.log().restart()).isPresent();
      assertThat(slot.log().safeBytes()).isEmpty();
      assertThat(slot.log().retainedBytes()).isNotNegative();
      assertThat(slot.condition().temporary()).isFalse();
      assertThat(slot.condition().synced()).isFalse();

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> ReplicationSlot.drop(plain, SLOT))
          .withMessageContaining("reads it")
          .matches(e -> e.failure() == Failure.LOCKED)
          .matches(e -> e.hint().orElseThrow().contains("pg_terminate_backend"));
      assertThat(ReplicationSlot.dropInUse(plain, SLOT)).isTrue();
      assertThat(ReplicationSlot.drop(plain, SLOT)).isFalse();
      assertThat(ReplicationSlot.look(plain, SLOT)).isEmpty();
      assertThat(end(stream).failure()).isEqualTo(Failure.CONNECTION);
    }
  }
}
