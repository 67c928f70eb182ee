package org.nessiebackup.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.pgoutput.Field;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.OldTuple;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationSession.SlotOption;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.StreamedTransactions;
import org.nessiebackup.testing.TestDatabase;

/** What a real server says of changes, where one could expect something else. */
class DecodedChangesTest {
  /** Beyond what fits into a page, and random, so that it is stored apart. */
  private static final String LARGE =
      "(SELECT decode(string_agg(md5(i::text), ''), 'hex') FROM generate_series(1, 2000) AS i)";

  private TestDatabase database;
  private ReplicationSession session;
  private StreamedTransactions streamed;

  static List<Integer> versions() {
    return PostgresServer.available().stream().filter(version -> version >= 14).toList();
  }

  /** A publication of ours on two tables, with a row in each, and a stream from here on. */
  private void begin(int version) {
    database = TestDatabase.create(version);
    database.execute(
        "CREATE TABLE refs2 (repo text, name text, deleted boolean, PRIMARY KEY (repo, name))",
        "CREATE TABLE objs2 (repo text, id bytea, note text, value bytea, ref bigint,"
            + " PRIMARY KEY (repo, id))",
        "INSERT INTO refs2 VALUES ('r', 'main', false)",
        "INSERT INTO objs2 VALUES ('r', '\\x01', NULL, " + LARGE + ", 7)");
    try (Session plain = database.database().open(new Cancellation())) {
      Publication.create(
          plain,
          Publication.Purpose.JOURNAL,
          "journal",
          List.of(new QualifiedName("public", "refs2"), new QualifiedName("public", "objs2")));
    }
    session = database.database().openReplication("nessie-backup journal", new Cancellation());
    String slot = "slot_of_" + database.name();
    Lsn from = session.createSlot(slot, Set.of(SlotOption.TEMPORARY)).consistentPoint();
    streamed = new StreamedTransactions(session.stream(slot, from, List.of("journal")));
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private static String words(List<Field> fields) {
    return fields.stream()
        .map(
            field ->
                switch (field) {
                  case Field.Null nothing -> "n";
                  case Field.Unchanged same -> "u";
                  case Field.Binary binary ->
                      binary.bytes().length > 20
                          ? "large"
                          : HexFormat.of().formatHex(binary.bytes());
                  case Field.Text text -> throw new AssertionError("text");
                })
        .collect(Collectors.joining(" "));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aTransactionHasItsNumberAndItsTimeAndItsRowsInBinaryForm(int version) {
    begin(version);
    String xid =
        database
            .query("INSERT INTO objs2 VALUES ('r', '\\x02', 'é', " + LARGE + ", 8) RETURNING xmin")
            .getFirst();

    List<Message> messages = streamed.next();

    Message.Begin begin = (Message.Begin) messages.getFirst();
    Message.Commit commit = (Message.Commit) messages.getLast();
    assertThat(begin.xid()).isEqualTo(Long.parseLong(xid));
    assertThat(begin.commitLsn()).isEqualTo(commit.commitLsn());
    assertThat(commit.endLsn()).isGreaterThan(commit.commitLsn());
    assertThat(begin.committedAt()).isEqualTo(commit.committedAt());
    assertThat(begin.committedAt())
        .isAfter(
            Instant.parse(
                database
                    .query(
                        "SELECT to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC',"
                            + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                    .getFirst()));
    Message.Insert insert = (Message.Insert) messages.get(2);
    assertThat(words(insert.row()))
        .isEqualTo(hex("r") + " 02 " + hex("é") + " large 0000000000000008");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aLargeValueThatStaysAsItIsIsNotSent(int version) {
    begin(version);
    database.execute("UPDATE objs2 SET ref = 9");

    Message.Update update = (Message.Update) streamed.changes().getFirst();
    assertThat(update.old()).isEmpty();
    assertThat(words(update.row())).isEqualTo(hex("r") + " 01 n u 0000000000000009");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aDeletedRowIsKnownByItsKeyAlone(int version) {
    begin(version);
    database.execute("DELETE FROM objs2");

    Message.Delete delete = (Message.Delete) streamed.changes().getFirst();
    assertThat(delete.old().extent()).isEqualTo(OldTuple.Extent.KEY);
    assertThat(words(delete.old().fields())).isEqualTo(hex("r") + " 01 n n n");
  }

  /** Then the value that is not sent is that of the old key. */
  @ParameterizedTest
  @MethodSource("versions")
  void aChangeOfTheKeyNamesTheOldOne(int version) {
    begin(version);
    database.execute("UPDATE objs2 SET id = '\\x05'");

    Message.Update update = (Message.Update) streamed.changes().getFirst();
    OldTuple old = update.old().orElseThrow();
    assertThat(old.extent()).isEqualTo(OldTuple.Extent.KEY);
    assertThat(words(old.fields())).isEqualTo(hex("r") + " 01 n n n");
    assertThat(words(update.row())).isEqualTo(hex("r") + " 05 n u 0000000000000007");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aTableWithAFullIdentitySendsWholeOldRows(int version) {
    begin(version);
    database.execute("ALTER TABLE objs2 REPLICA IDENTITY FULL", "DELETE FROM objs2");

    Message.Delete delete = (Message.Delete) streamed.changes().getFirst();
    assertThat(delete.old().extent()).isEqualTo(OldTuple.Extent.ROW);
    assertThat(words(delete.old().fields())).isEqualTo(hex("r") + " 01 n large 0000000000000007");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void truncateIsOneMessageForAllTables(int version) {
    begin(version);
    database.execute("TRUNCATE objs2, refs2 RESTART IDENTITY");

    Message.Truncate truncate = (Message.Truncate) streamed.changes().getFirst();
    assertThat(truncate.oids()).containsExactlyInAnyOrder(oid("refs2"), oid("objs2"));
    assertThat(truncate.restart()).isTrue();
    assertThat(truncate.dependents()).isFalse();
  }

  private long oid(String table) {
    return Long.parseLong(database.query("SELECT '" + table + "'::regclass::oid").getFirst());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anAlteredTableIsExplainedAgainBeforeItsNextChange(int version) {
    begin(version);
    database.execute("INSERT INTO refs2 VALUES ('r', 'a', true)");
    Message.Relation before = (Message.Relation) streamed.next().get(1);
    database.execute(
        "INSERT INTO refs2 VALUES ('r', 'b', true)",
        "ALTER TABLE refs2 ADD COLUMN more int DEFAULT 5",
        "INSERT INTO refs2 VALUES ('r', 'c', true)");

    // The server may explain a table again at any time, such as when it has forgotten what it knew.
    assertThat(streamed.next())
        .filteredOn(Message.Relation.class::isInstance)
        .allSatisfy(again -> assertThat(again).isEqualTo(before));
    List<Message> messages = transactionWithChanges();
    Message.Relation after = (Message.Relation) messages.get(1);
    assertThat(before.columns())
        .extracting(Message.Column::name)
        .containsExactly("repo", "name", "deleted");
    assertThat(before.columns()).extracting(Message.Column::key).containsExactly(true, true, false);
    assertThat(before.replicaIdentity()).isEqualTo(Message.ReplicaIdentity.DEFAULT);
    assertThat(after.oid()).isEqualTo(before.oid()).isEqualTo(oid("refs2"));
    assertThat(after.columns())
        .hasSize(4)
        .startsWith(before.columns().toArray(Message.Column[]::new));
    assertThat(words(((Message.Insert) messages.get(2)).row()))
        .isEqualTo(hex("r") + " " + hex("c") + " 01 00000005");
  }

  /** What changes no published row may come as an empty transaction, or not at all. */
  private List<Message> transactionWithChanges() {
    List<Message> messages = streamed.next();
    while (messages.size() == 2) {
      messages = streamed.next();
    }
    return messages;
  }

  /** So does every restore, and nothing says so. */
  @ParameterizedTest
  @MethodSource("versions")
  void aTableThatTakesTheNameOfAPublishedOneIsNotPublished(int version) {
    begin(version);
    database.execute(
        "ALTER TABLE refs2 RENAME TO kept",
        "CREATE TABLE refs2 (LIKE kept INCLUDING ALL)",
        "INSERT INTO refs2 VALUES ('r', 'new', false)",
        "INSERT INTO kept VALUES ('r', 'old', false)");

    List<Message> messages = transactionWithChanges();
    Message.Relation relation = (Message.Relation) messages.get(1);
    assertThat(relation.name()).isEqualTo("kept");
    assertThat(relation.oid()).isEqualTo(oid("kept"));
    assertThat(words(((Message.Insert) messages.get(2)).row())).contains(hex("old"));
    try (Session plain = database.database().open(new Cancellation())) {
      Publication publication = Publication.look(plain, "journal").orElseThrow();
      assertThat(publication.defect(List.of(oid("kept"), oid("objs2")))).isEmpty();
      assertThat(publication.defect(List.of(oid("refs2"), oid("objs2"))))
          .contains("has table \"public.kept\", which is none of them");
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whatIsRolledBackNeverArrives(int version) {
    begin(version);
    database.execute(
        "BEGIN; INSERT INTO refs2 VALUES ('r', 'never', false); ROLLBACK",
        "BEGIN; INSERT INTO refs2 VALUES ('r', 'first', false);"
            + " SAVEPOINT a; INSERT INTO refs2 VALUES ('r', 'undone', false); ROLLBACK TO a;"
            + " SAVEPOINT b; INSERT INTO refs2 VALUES ('r', 'second', false); RELEASE b; COMMIT");

    assertThat(streamed.changes())
        .map(change -> words(((Message.Insert) change).row()))
        .containsExactly(
            hex("r") + " " + hex("first") + " 00", hex("r") + " " + hex("second") + " 00");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aMarkOfAnyRoleArrivesInItsPlace(int version) {
    begin(version);
    String role = "marker_of_" + database.name();
    database.execute("CREATE ROLE " + role + " LOGIN");
    database.execute("INSERT INTO refs2 VALUES ('r', 'before', false)");
    Lsn lsn;
    try (Session plain = database.database(role).open(new Cancellation())) {
      lsn = LogicalMark.emit(plain, "mark before-upgrade é");
    }
    database.execute("INSERT INTO refs2 VALUES ('r', 'after', false)", "DROP ROLE " + role);

    assertThat(streamed.changes()).hasOnlyElementsOfType(Message.Insert.class);
    Message.LogicalMessage mark = (Message.LogicalMessage) streamed.changes().getFirst();
    assertThat(mark.transactional()).isTrue();
    assertThat(mark.lsn()).isEqualTo(lsn);
    assertThat(mark.prefix()).isEqualTo(LogicalMark.PREFIX);
    assertThat(StandardCharsets.UTF_8.decode(mark.content()).toString())
        .isEqualTo("mark before-upgrade é");
    assertThat(streamed.changes()).hasOnlyElementsOfType(Message.Insert.class);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aMessageOutsideOfTransactionsStandsBetweenThem(int version) {
    begin(version);
    database.execute(
        "SELECT pg_logical_emit_message(false, 'other', '')",
        "INSERT INTO refs2 VALUES ('r', 'after', false)");

    Message.LogicalMessage message = (Message.LogicalMessage) streamed.message();
    assertThat(message.transactional()).isFalse();
    assertThat(message.content().hasRemaining()).isFalse();
    assertThat(streamed.changes()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aDroppedPublicationEndsTheStreamInsteadOfLeavingChangesOut(int version) {
    begin(version);
    database.execute("INSERT INTO refs2 VALUES ('r', 'before', false)");
    streamed.next();
    database.execute("DROP PUBLICATION journal", "INSERT INTO refs2 VALUES ('r', 'c', false)");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () -> {
              while (true) {
                assertThat(streamed.next()).noneMatch(Message.Insert.class::isInstance);
              }
            })
        .withMessageContaining("\"journal\"")
        .matches(e -> e.failure() == Failure.DATABASE)
        .matches(e -> e.hint().orElseThrow().contains("publication"));
  }

  /** The order of commits is not that of beginnings, and rows come with their own transaction. */
  @ParameterizedTest
  @MethodSource("versions")
  void transactionsComeOneAfterTheOtherInTheOrderOfCommits(int version) throws SQLException {
    begin(version);
    try (Connection first = database.connect();
        Connection second = database.connect()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      for (int i = 0; i < 3; i++) {
        first.createStatement().execute("INSERT INTO refs2 VALUES ('1', '" + i + "', false)");
        second.createStatement().execute("INSERT INTO refs2 VALUES ('2', '" + i + "', false)");
      }
      second.commit();
      first.commit();
    }
    for (String repo : List.of("2", "1")) {
      assertThat(streamed.changes())
          .map(change -> words(((Message.Insert) change).row()))
          .containsExactlyElementsOf(
              IntStream.range(0, 3)
                  .mapToObj(i -> hex(repo) + " " + hex(String.valueOf(i)) + " 00")
                  .toList());
    }
  }
}
