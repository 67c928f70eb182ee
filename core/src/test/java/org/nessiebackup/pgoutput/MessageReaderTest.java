package org.nessiebackup.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;

/** Messages by hand, after PostgreSQL's documentation of the protocol. */
class MessageReaderTest {
  /** One second and five microseconds after the beginning of PostgreSQL's time. */
  private static final String TIME = "00000000000F4245";

  private static final Instant MOMENT = Instant.parse("2000-01-01T00:00:01.000005Z");
  private static final String LSN = "000000003808B138";
  private static final String END = "000000003808B168";

  private static final String BEGIN = "42" + LSN + TIME + "FFFFFFFE";
  private static final String COMMIT = "43" + "00" + LSN + END + TIME;
  private static final String ORIGIN = "4F" + LSN + text("elsewhere");
  private static final String RELATION =
      "52FFFFFFFF"
          + text("né")
          + text("refs2")
          + "64"
          + "0002"
          + ("01" + text("repo") + "00000413" + "FFFFFFFF")
          + ("00" + text("x") + "00000011" + "00000007");
  private static final String TYPE = "59" + "00004001" + text("") + text("mood");
  private static final String ROW = "0004" + "6E" + "75" + "6200000002CAFE" + "740000000161";
  private static final String INSERT = "49" + "00000007" + "4E" + ROW;
  private static final String UPDATE = "55" + "00000007" + "4E" + ROW;
  private static final String UPDATE_OF_KEY = "55" + "00000007" + "4B" + ROW + "4E" + ROW;
  private static final String UPDATE_OF_ALL = "55" + "00000007" + "4F" + ROW + "4E" + ROW;
  private static final String DELETE = "44" + "00000007" + "4B" + ROW;
  private static final String TRUNCATE = "54" + "00000002" + "03" + "00000007" + "FFFFFFFF";
  private static final String MESSAGE =
      "4D" + "01" + LSN + text("nessie-backup") + "00000002" + "CAFE";

  private static String text(String value) {
    return hex(value.getBytes(StandardCharsets.UTF_8)) + "00";
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  private static Message read(String hex) {
    return MessageReader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  static Stream<String> messages() {
    return Stream.of(
        BEGIN,
        COMMIT,
        ORIGIN,
        RELATION,
        TYPE,
        INSERT,
        UPDATE,
        UPDATE_OF_KEY,
        UPDATE_OF_ALL,
        DELETE,
        TRUNCATE,
        MESSAGE);
  }

  @Test
  void readsTheEdgesOfATransaction() {
    assertThat(read(BEGIN))
        .isEqualTo(new Message.Begin(Lsn.parse("0/3808B138").orElseThrow(), MOMENT, 4294967294L));
    assertThat(read(COMMIT))
        .isEqualTo(
            new Message.Commit(
                Lsn.parse("0/3808B138").orElseThrow(),
                Lsn.parse("0/3808B168").orElseThrow(),
                MOMENT));
    assertThat(read(ORIGIN))
        .isEqualTo(new Message.Origin(Lsn.parse("0/3808B138").orElseThrow(), "elsewhere"));
  }

  @Test
  void aTimeBeforePostgreSqlsOwnIsOne() {
    assertThat(read("42" + LSN + "FFFFFFFFFFFFFFFF" + "00000001"))
        .isEqualTo(
            new Message.Begin(
                Lsn.parse("0/3808B138").orElseThrow(),
                Instant.parse("1999-12-31T23:59:59.999999Z"),
                1));
  }

  @Test
  void readsWhatTablesAndTypesAre() {
    assertThat(read(RELATION))
        .isEqualTo(
            new Message.Relation(
                4294967295L,
                "né",
                "refs2",
                Message.ReplicaIdentity.DEFAULT,
                List.of(
                    new Message.Column("repo", 1043, -1, true),
                    new Message.Column("x", 17, 7, false))));
    assertThat(read(TYPE)).isEqualTo(new Message.Type(16385, "pg_catalog", "mood"));
  }

  @ParameterizedTest
  @MethodSource
  void readsEachReplicaIdentity(char letter, Message.ReplicaIdentity identity) {
    String relation = "52FFFFFFFF" + text("n") + text("t") + "%02X".formatted((int) letter);
    assertThat(read(relation + "0000"))
        .isEqualTo(new Message.Relation(4294967295L, "n", "t", identity, List.of()));
  }

  static Stream<Arguments> readsEachReplicaIdentity() {
    return Stream.of(
        arguments('d', Message.ReplicaIdentity.DEFAULT),
        arguments('n', Message.ReplicaIdentity.NOTHING),
        arguments('f', Message.ReplicaIdentity.FULL),
        arguments('i', Message.ReplicaIdentity.INDEX));
  }

  @Test
  void readsRows() {
    Message.Insert insert = (Message.Insert) read(INSERT);
    assertThat(insert.oid()).isEqualTo(7);
    assertThat(insert.row())
        .containsExactly(
            new Field.Null(),
            new Field.Unchanged(),
            new Field.Binary(HexFormat.of().parseHex("CAFE")),
            new Field.Text(HexFormat.of().parseHex("61")));

    Message.Update update = (Message.Update) read(UPDATE);
    assertThat(update.old()).isEmpty();
    assertThat(update.row()).isEqualTo(insert.row());
  }

  @Test
  void readsOldRowsByTheirKeyOrAsAWhole() {
    Message.Update key = (Message.Update) read(UPDATE_OF_KEY);
    assertThat(key.old().orElseThrow().extent()).isEqualTo(OldTuple.Extent.KEY);
    assertThat(key.old().orElseThrow().fields()).isEqualTo(key.row());

    Message.Update all = (Message.Update) read(UPDATE_OF_ALL);
    assertThat(all.old().orElseThrow().extent()).isEqualTo(OldTuple.Extent.ROW);

    Message.Delete delete = (Message.Delete) read(DELETE);
    assertThat(delete.old().extent()).isEqualTo(OldTuple.Extent.KEY);
    assertThat(delete.old().fields()).isEqualTo(key.row());
  }

  @Test
  void readsTruncatesAndMessages() {
    assertThat(read(TRUNCATE))
        .isEqualTo(new Message.Truncate(List.of(7L, 4294967295L), true, true));
    Message.LogicalMessage message = (Message.LogicalMessage) read(MESSAGE);
    assertThat(message.transactional()).isTrue();
    assertThat(message.lsn()).hasToString("0/3808B138");
    assertThat(message.prefix()).isEqualTo("nessie-backup");
    assertThat(message.content()).isEqualTo(ByteBuffer.wrap(HexFormat.of().parseHex("CAFE")));
  }

  @Test
  void leavesTheBufferAsItIs() {
    ByteBuffer framed = ByteBuffer.wrap(HexFormat.of().parseHex("FF" + BEGIN + "FF"));
    framed.position(1).limit(framed.capacity() - 1);

    assertThat(MessageReader.read(framed)).isEqualTo(read(BEGIN));
    assertThat(framed.position()).isEqualTo(1);
    assertThat(framed.remaining()).isEqualTo(BEGIN.length() / 2);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everythingThatIsCutOffIsRefused(String message) {
    byte[] whole = HexFormat.of().parseHex(message);
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aByteTooMuchIsRefused(String message) {
    refused(HexFormat.of().parseHex(message + "00"));
  }

  @Test
  void whatTheProtocolDoesNotKnowIsRefused() {
    String relation = "5200000007" + text("n") + text("t");
    assertThat(
            IntStream.range(0, 256)
                .filter(kind -> "BCORYIUDTM".indexOf(kind) < 0)
                .peek(kind -> refused("%02X".formatted(kind) + BEGIN.substring(2), "kind")))
        .hasSize(246);
    refused("4301" + COMMIT.substring(4), "the flags of a commit are unknown: 1");
    refused("4D02" + MESSAGE.substring(4), "flags");
    refused("540000000104" + "00000007", "options");
    refused(relation + "78" + "0000", "replica identity \"x\"");
    refused(relation + "64" + "0001" + "02" + text("c") + "0000001700000000", "column");
    refused("49000000074B" + ROW, "in a new one's place");
    refused("55000000074B" + ROW + "4B" + ROW, "in a new one's place");
    refused("44000000074E" + ROW, "in an old one's place");
    refused("49000000074E" + "0001" + "78", "no value of kind \"x\"");
  }

  @Test
  void numbersThatCannotBeAreRefusedBeforeAnybodyBelievesThem() {
    refused("49000000074E" + "FFFF", "negative: -1");
    refused("49000000074E" + "0001" + "62FFFFFFFF", "negative: -1");
    refused("49000000074E" + "0001" + "627FFFFFFF", "2147483647 bytes wanted");
    refused("49000000074E" + "7FFF" + "6E", "cut off");
    refused("547FFFFFFF00" + "00000007", "2147483647 tables do not fit");
    refused("54FFFFFFFF00", "negative: -1");
    refused("4D01" + LSN + text("p") + "7FFFFFFF", "cut off");
    refused("5200000007" + text("n") + text("t") + "64" + "8000", "negative");
    refused("4F" + LSN + "FF00", "no UTF-8");
  }

  /** Damaged messages are read as something, or refused with words; nothing else happens. */
  @ParameterizedTest
  @MethodSource("messages")
  void damageIsNeverAnotherKindOfError(String message) {
    byte[] whole = HexFormat.of().parseHex(message);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(3) + 1; flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(MessageReader.read(ByteBuffer.wrap(damaged))).isNotNull();
      } catch (BackupException e) {
        assertThat(e.failure()).isEqualTo(Failure.DATABASE);
      }
    }
  }

  private static void refused(String hex, String part) {
    assertThat(refused(HexFormat.of().parseHex(hex))).hasMessageContaining(part);
  }

  private static BackupException refused(byte[] bytes) {
    BackupException[] refusal = new BackupException[1];
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> MessageReader.read(ByteBuffer.wrap(bytes)))
        .matches(e -> e.failure() == Failure.DATABASE)
        .matches(e -> e.hint().isPresent())
        .satisfies(e -> refusal[0] = e);
    return refusal[0];
  }
}
