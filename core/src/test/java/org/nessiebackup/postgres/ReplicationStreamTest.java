package org.nessiebackup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.postgres.ReplicationSession.SlotOption;
import org.nessiebackup.testing.StreamedTransactions;
import org.nessiebackup.testing.TestDatabase;

class ReplicationStreamTest {
  private static final String NAME = "nessie-backup journal";
  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private TestDatabase database;
  private String slot;

  @BeforeEach
  void create() {
    database = TestDatabase.create();
    slot = "slot_of_" + database.name();
    database.execute(
        "CREATE TABLE changing (id int PRIMARY KEY, value text)",
        "CREATE TABLE other (id int)",
        "CREATE PUBLICATION watched FOR TABLE changing");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private ReplicationSession open() {
    return database.database().openReplication(NAME, new Cancellation());
  }

  private CreatedSlot temporary(ReplicationSession session) {
    return session.createSlot(slot, Set.of(SlotOption.TEMPORARY));
  }

  private ReplicationStream stream(ReplicationSession session) {
    return session.stream(slot, temporary(session).consistentPoint(), List.of("watched"));
  }

  private void insert(int id) {
    database.execute("INSERT INTO changing VALUES (%d, 'x')".formatted(id));
  }

  private Lsn position(String sql) {
    return Lsn.parse(database.query(sql).getFirst()).orElseThrow();
  }

  private Lsn confirmedAtServer() {
    return position(
        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
  }

  @Test
  void theSnapshotOfASlotSeesWhatItsStreamDoesNotBring() {
    insert(1);
    try (ReplicationSession session = open();
        Session reader = database.database().open(new Cancellation())) {
      CreatedSlot created =
          session.createSlot(slot, EnumSet.of(SlotOption.TEMPORARY, SlotOption.EXPORT_SNAPSHOT));
      insert(2);
      reader.execute("begin", "BEGIN ISOLATION LEVEL REPEATABLE READ");
      reader.execute(
          "take the snapshot",
          "SET TRANSACTION SNAPSHOT " + Sql.text(created.snapshot().orElseThrow()));
      List<String> seen = reader.texts("read", "SELECT id FROM changing ORDER BY id");
      reader.execute("end", "ROLLBACK");

      StreamedTransactions streamed =
          new StreamedTransactions(
              session.stream(slot, created.consistentPoint(), List.of("watched")));
      insert(3);

      assertThat(seen).containsExactly("1");
      assertThat(streamed.changes()).hasSize(1);
      assertThat(streamed.changes()).hasSize(1);
    }
  }

  @Test
  void aTemporarySlotGoesWithItsSessionAndOthersStay() {
    try (ReplicationSession session = open()) {
      assertThat(temporary(session).snapshot()).isEmpty();
      session.createSlot(slot + "_kept", Set.of());
    }
    awaitRows("SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + slot + "'", 0);
    assertThat(
            database.query(
                "SELECT temporary FROM pg_replication_slots WHERE slot_name = '" + slot + "_kept'"))
        .containsExactly("f");
    database.execute("SELECT pg_drop_replication_slot('" + slot + "_kept')");
  }

  @Test
  void theServerKnowsItByTheNameThatIsGiven() {
    try (ReplicationSession session = open()) {
      stream(session).next(NOW);
      assertThat(
              database.query(
                  "SELECT application_name FROM pg_stat_replication r JOIN pg_replication_slots s"
                      + " ON s.active_pid = r.pid WHERE s.slot_name = '"
                      + slot
                      + "'"))
          .containsExactly(NAME);
    }
  }

  @Test
  void thePositionMovesByWhatIsConfirmedAndByNothingElse() {
    try (ReplicationSession session = open()) {
      CreatedSlot created = temporary(session);
      ReplicationStream stream =
          session.stream(slot, created.consistentPoint(), List.of("watched"));
      StreamedTransactions streamed = new StreamedTransactions(stream);
      insert(1);
      Message.Commit commit = (Message.Commit) streamed.next().getLast();
      insert(2);
      streamed.next();
      database.execute("INSERT INTO other SELECT generate_series(1, 1000)");
      Lsn written = position("SELECT pg_current_wal_lsn()");
      while (stream.lastReceived().compareTo(written) < 0) {
        assertThat(stream.next(Duration.ofMillis(10))).isEmpty();
      }
      assertThat(confirmedAtServer()).isEqualTo(created.consistentPoint());
      assertThat(stream.confirmed()).isEqualTo(Lsn.ZERO);

      stream.confirmNow(commit.endLsn());
      awaitConfirmed(commit.endLsn());
      stream.confirmNow(created.consistentPoint());
      assertThat(stream.confirmed()).isEqualTo(commit.endLsn());

      stream.confirmNow(stream.lastReceived());
      awaitConfirmed(stream.lastReceived());
      assertThat(confirmedAtServer()).isGreaterThanOrEqualTo(written);
    }
  }

  private void awaitConfirmed(Lsn position) {
    awaitRows(
        "SELECT 1 FROM pg_replication_slots WHERE slot_name = '%s' AND confirmed_flush_lsn = '%s'"
            .formatted(slot, position),
        1);
  }

  private void awaitRows(String sql, int count) {
    while (database.query(sql).size() != count) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void whatWasNotConfirmedComesAgain() {
    Message.Commit first;
    try (ReplicationSession session = open()) {
      Lsn begin = session.createSlot(slot, Set.of()).consistentPoint();
      ReplicationStream stream = session.stream(slot, begin, List.of("watched"));
      StreamedTransactions streamed = new StreamedTransactions(stream);
      insert(1);
      insert(2);
      first = (Message.Commit) streamed.next().getLast();
      streamed.next();
      stream.confirmNow(first.endLsn());
      awaitConfirmed(first.endLsn());
    }
    // The one before lets the slot go only when it notices that nobody is there.
    try (ReplicationSession session = open()) {
      StreamedTransactions streamed =
          new StreamedTransactions(session.stream(slot, Lsn.ZERO, List.of("watched")));
      Message.Commit second = (Message.Commit) streamed.next().getLast();
      assertThat(second.endLsn()).isGreaterThan(first.endLsn());
    }
    awaitRows("SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + slot + "' AND active", 0);
    database.execute("SELECT pg_drop_replication_slot('" + slot + "')");
  }

  @Test
  void confirmsWhileAnotherThreadWaits() throws InterruptedException {
    try (ReplicationSession session = open()) {
      ReplicationStream stream = stream(session);
      StreamedTransactions streamed = new StreamedTransactions(stream);
      insert(1);
      Message.Commit commit = (Message.Commit) streamed.next().getLast();
      AtomicReference<Object> seen = new AtomicReference<>();
      Thread reader = Thread.ofPlatform().start(() -> seen.set(streamed.next()));

      stream.confirmNow(commit.endLsn());
      awaitConfirmed(commit.endLsn());
      assertThat(seen).hasValue(null);
      insert(2);
      reader.join();
      assertThat(seen.get()).isInstanceOf(List.class);
    }
  }

  @Test
  void aRequestToStopEndsTheWait() {
    Cancellation cancellation = new Cancellation();
    try (ReplicationSession session = database.database().openReplication(NAME, cancellation)) {
      ReplicationStream stream = stream(session);
      stream.next(NOW);
      Thread stopper =
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitRows(
                        "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'"
                            + " AND pid = (SELECT active_pid FROM pg_replication_slots"
                            + " WHERE slot_name = '"
                            + slot
                            + "')",
                        1);
                    cancellation.request();
                  });
      failsWith(Failure.INTERRUPTED, "interrupted", () -> stream.next(Duration.ofHours(1)));
      stopper.interrupt();
    }
  }

  @Test
  void aSlotHasOneReader() {
    try (ReplicationSession session = open();
        ReplicationSession second = open()) {
      Lsn begin = session.createSlot(slot, Set.of()).consistentPoint();
      session.stream(slot, begin, List.of("watched")).next(NOW);
      failsWith(
          Failure.LOCKED,
          "being read by somebody else",
          () -> second.stream(slot, begin, List.of("watched")));
    }
    awaitRows("SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + slot + "' AND active", 0);
    database.execute("SELECT pg_drop_replication_slot('" + slot + "')");
  }

  @Test
  void aSlotThatIsNotThereIsNamed() {
    try (ReplicationSession session = open()) {
      failsWith(
          Failure.DATABASE,
          "\"" + slot + "\" does not exist",
          () -> session.stream(slot, Lsn.ZERO, List.of("watched")));
    }
  }

  @Test
  void aPublicationThatIsNotThereIsNamedAtTheFirstChange() {
    try (ReplicationSession session = open()) {
      Lsn begin = temporary(session).consistentPoint();
      ReplicationStream stream = session.stream(slot, begin, List.of("O'Neill \"absent\""));
      insert(1);
      failsWith(Failure.DATABASE, "O'Neill \"absent\"", () -> readOn(stream));
    }
  }

  private static void readOn(ReplicationStream stream) {
    while (true) {
      stream.next(LONG);
    }
  }

  @Test
  void aPositionThatTheServerHasNotReachedIsRefused() {
    try (ReplicationSession session = open()) {
      temporary(session);
      Lsn beyond = new Lsn(session.identify().position().value() + (1L << 40));
      failsWith(
          Failure.DATABASE,
          "before " + beyond,
          () -> session.stream(slot, beyond, List.of("watched")));
    }
  }

  @Test
  void namesThatNoSlotCanHaveNeverReachTheServer() {
    try (ReplicationSession session = open()) {
      failsWith(
          Failure.USAGE,
          "cannot be the name",
          () -> session.createSlot("a LOGICAL pgoutput; DROP", Set.of()));
      failsWith(
          Failure.USAGE, "cannot be the name", () -> session.stream("Big", Lsn.ZERO, List.of("p")));
    }
  }

  @Test
  void theServerSaysWhoItIs() {
    try (ReplicationSession session = open()) {
      ReplicationSession.Identity identity = session.identify();
      assertThat(database.query("SELECT system_identifier FROM pg_control_system()"))
          .containsExactly(identity.system());
      assertThat(identity.timeline()).isEqualTo(1);
      assertThat(identity.position())
          .isLessThanOrEqualTo(position("SELECT pg_current_wal_insert_lsn()"));
    }
  }

  @Test
  void aRoleThatMayNotReplicateIsToldWhatItNeeds() {
    String role = "reader_of_" + database.name();
    database.execute("CREATE ROLE " + role + " LOGIN");
    failsWith(
        Failure.PERMISSION,
        "may not replicate",
        () -> database.database(role).openReplication(NAME, new Cancellation()).close());
    database.execute("ALTER ROLE " + role + " REPLICATION");
    try (ReplicationSession session =
        database.database(role).openReplication(NAME, new Cancellation())) {
      assertThat(temporary(session).name()).isEqualTo(slot);
    }
    database.execute("DROP ROLE " + role);
  }

  @Test
  void version13IsRefusedWithWhatHelpsInstead() {
    try (TestDatabase old = TestDatabase.create(13);
        ReplicationSession session = old.database().openReplication(NAME, new Cancellation())) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> session.stream(temporary(session).name(), Lsn.ZERO, List.of("any")))
          .matches(e -> e.failure() == Failure.SERVER_UNSUPPORTED)
          .matches(e -> e.hint().orElseThrow().contains("tips"));
    }
  }

  @Test
  void socketsThatTheUrlNamesAreReadToo() {
    ConnectionSettings settings =
        new ConnectionSettings(
            database.server().jdbcUrl(database.name())
                + "?socketFactory="
                + PlainSockets.class.getName(),
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test");
    try (ReplicationSession session =
        new Database(settings).openReplication(NAME, new Cancellation())) {
      StreamedTransactions streamed = new StreamedTransactions(stream(session));
      insert(1);
      assertThat(streamed.changes()).hasSize(1);
    }
  }

  private static void failsWith(Failure failure, String part, Runnable work) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(work::run)
        .withMessageContaining(part)
        .matches(e -> e.failure() == failure)
        .matches(e -> failure == Failure.INTERRUPTED || e.hint().isPresent());
  }
}
