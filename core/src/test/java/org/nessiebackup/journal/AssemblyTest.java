package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Column;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.pgoutput.Field;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.Message.ReplicaIdentity;
import org.nessiebackup.pgoutput.OldTuple;
import org.nessiebackup.pgoutput.OldTuple.Extent;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.JournalWriter;

/** What no server of the tests can be made to send, or not at the right moment. */
class AssemblyTest {
  private static final Instant AT = Instant.parse("2026-11-30T12:00:00.000123Z");
  private static final long REFERENCES = 10;
  private static final long OBJECTS = 20;
  private static final Field.Unchanged UNCHANGED = new Field.Unchanged();

  private final FollowedTables tables = new FollowedTables(epoch());
  private Assembly assembly = new Assembly(tables, reached(0, Optional.empty()));

  private static JournalEpoch epoch() {
    return new JournalEpoch(
        "vault",
        "tool",
        EpochId.create(AT),
        AT,
        new CatalogPlace("7", 1, "nessie", 5, "15.4", "public", "JDBC2"),
        "slot",
        new Lsn(1),
        Optional.empty(),
        new JournalEpoch.Table(REFERENCES, shape("refs2")),
        new JournalEpoch.Table(OBJECTS, shape("objs2")),
        new Protection("none", 0));
  }

  private static JournalWriter.Reached reached(long to, Optional<JournalFile.Unfinished> part) {
    return new JournalWriter.Reached(1, "sum", new Lsn(to), part);
  }

  private static TableShape shape(String name) {
    return new TableShape(
        name, Stream.of("repo", "id", "value").map(AssemblyTest::column).toList(), keys());
  }

  private static List<String> keys() {
    return List.of("repo", "id");
  }

  private static Column column(String name) {
    return new Column(
        name,
        new QualifiedName("pg_catalog", "bytea"),
        -1,
        true,
        Optional.empty(),
        Optional.empty());
  }

  private static Message.Relation relation(
      long oid, ReplicaIdentity identity, List<String> keys, String... columns) {
    return new Message.Relation(
        oid,
        "public",
        oid == REFERENCES ? "refs2" : "objs2",
        identity,
        Arrays.stream(columns)
            .map(name -> new Message.Column(name, 17, -1, keys.contains(name)))
            .toList());
  }

  private static Field bytes(String text) {
    return new Field.Binary(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Field> row(Object... values) {
    return Arrays.stream(values)
        .map(
            value ->
                switch (value) {
                  case String text -> bytes(text);
                  case Field field -> field;
                  default -> throw new IllegalArgumentException();
                })
        .toList();
  }

  private static Message.Begin begin(long commit) {
    return new Message.Begin(new Lsn(commit), AT, commit);
  }

  private static Message.Commit commit(long commit) {
    return new Message.Commit(new Lsn(commit), new Lsn(commit + 5), AT);
  }

  private FileDraft assembled(Message... messages) throws EpochEndException {
    for (Message message : messages) {
      assembly.accept(message);
    }
    return assembly.take();
  }

  private void assertEnds(EndReason reason, Message... messages) {
    assertThatThrownBy(() -> assembled(messages))
        .isInstanceOfSatisfying(
            EpochEndException.class, end -> assertThat(end.reason()).isEqualTo(reason));
  }

  private static List<String> texts(ChangeRow row) {
    return row.fields().stream()
        .map(value -> value == null ? "-" : new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void transactionsBecomeRowsInTheirOrder() throws EpochEndException {
    FileDraft draft =
        assembled(
            begin(100),
            new Message.Insert(OBJECTS, row("r", "a", "1")),
            new Message.Update(REFERENCES, Optional.empty(), row("r", "main", UNCHANGED)),
            new Message.Truncate(List.of(OBJECTS, REFERENCES), false, false),
            commit(100),
            begin(200));
    assertThat(draft.rows())
        .extracting(ChangeRow::seq, ChangeRow::operation, ChangeRow::table)
        .map(Object::toString)
        .containsExactly(
            "(1L, INSERTED, OBJECTS)",
            "(2L, UPDATED, REFERENCES)",
            "(3L, TRUNCATED, OBJECTS)",
            "(4L, TRUNCATED, REFERENCES)");
    assertThat(draft.rows().get(1).unchanged()).isEqualTo(0b100);
    assertThat(draft.rows().getFirst().transaction().at()).isEqualTo(AT);
    assertThat(draft.transactions())
        .containsExactly(new JournalFile.Transaction(new Lsn(100), AT, 100, 4));
    assertThat(draft.behind()).contains(new Lsn(105));
  }

  @Test
  void deletedRowHasItsKeyOnly() throws EpochEndException {
    Field none = new Field.Null();
    FileDraft draft =
        assembled(
            begin(100),
            new Message.Delete(OBJECTS, new OldTuple(Extent.KEY, row("r", "a", none))),
            new Message.Delete(OBJECTS, new OldTuple(Extent.ROW, row("r", "b", "1"))),
            commit(100));
    assertThat(draft.rows())
        .extracting(AssemblyTest::texts)
        .containsExactly(List.of("r", "a", "-"), List.of("r", "b", "-"));
  }

  @Test
  void updateOfTheKeyIsDeletionAndInsertion() throws EpochEndException {
    OldTuple key = new OldTuple(Extent.KEY, row("r", "a", new Field.Null()));
    OldTuple whole = new OldTuple(Extent.ROW, row("r", "b", "old"));
    FileDraft draft =
        assembled(
            begin(100),
            new Message.Update(OBJECTS, Optional.of(key), row("r", "x", "1")),
            new Message.Update(OBJECTS, Optional.of(whole), row("r", "y", UNCHANGED)),
            new Message.Update(OBJECTS, Optional.of(whole), row("r", "b", UNCHANGED)),
            commit(100));
    assertThat(draft.rows())
        .extracting(row -> row.operation() + " " + texts(row))
        .containsExactly(
            "DELETED [r, a, -]",
            "INSERTED [r, x, 1]",
            "DELETED [r, b, -]",
            "INSERTED [r, y, old]",
            "UPDATED [r, b, -]");
    assertEnds(
        EndReason.NOT_DECODABLE,
        begin(200),
        new Message.Update(OBJECTS, Optional.of(key), row("r", "x", UNCHANGED)));
  }

  @Test
  void whatTheVaultHasIsLeftOut() throws EpochEndException {
    assembly =
        new Assembly(
            tables, reached(105, Optional.of(new JournalFile.Unfinished(new Lsn(200), 2))));
    FileDraft draft =
        assembled(
            begin(100),
            new Message.Insert(OBJECTS, row("r", "a", "1")),
            commit(100),
            begin(200),
            new Message.Insert(OBJECTS, row("r", "b", "1")),
            new Message.Insert(OBJECTS, row("r", "c", "1")),
            new Message.Insert(OBJECTS, row("r", "d", "1")),
            commit(200));
    assertThat(draft.rows()).extracting(ChangeRow::seq).containsExactly(3L);
    assertThat(draft.transactions()).extracting(JournalFile.Transaction::rows).containsExactly(3L);
  }

  @Test
  void longTransactionGoesOnInTheNextDraft() throws EpochEndException {
    FileDraft first = assembled(begin(100), new Message.Insert(OBJECTS, row("r", "a", "1")));
    assertThat(first.transactions()).isEmpty();
    assertThat(assembly.isOpen()).isTrue();
    FileDraft second = assembled(new Message.Insert(OBJECTS, row("r", "b", "1")), commit(100));
    assertThat(second.rows()).extracting(ChangeRow::seq).containsExactly(2L);
    assertThat(assembly.isOpen()).isFalse();
  }

  @Test
  void transactionThatIsBrokenOffIsTakenOut() throws EpochEndException {
    assembly.accept(begin(100));
    assembly.accept(new Message.Insert(OBJECTS, row("r", "a", "1")));
    assembly.accept(commit(100));
    assembly.accept(begin(200));
    assembly.accept(new Message.Insert(OBJECTS, row("r", "b", "1")));
    assembly.forgetOpen();
    assertThat(assembly.isOpen()).isFalse();
    assertThat(assembly.take().rows()).extracting(ChangeRow::commit).containsExactly(new Lsn(100));
  }

  @Test
  void transactionWithoutChangesIsNone() throws EpochEndException {
    assertThat(assembled(begin(100), commit(100)).isEmpty()).isTrue();
  }

  @Test
  void valuesAsTextCannotBeKept() {
    Field text = new Field.Text(new byte[] {'1'});
    assertEnds(
        EndReason.NOT_DECODABLE, begin(100), new Message.Insert(OBJECTS, row("r", "a", text)));
  }

  @Test
  void tablesAreThoseOfTheEpoch() throws EpochEndException {
    assertThat(
            assembly.accept(
                relation(OBJECTS, ReplicaIdentity.DEFAULT, keys(), "repo", "id", "value")))
        .isTrue();
    assembly.accept(
        relation(
            OBJECTS, ReplicaIdentity.FULL, List.of("repo", "id", "value"), "repo", "id", "value"));
    assertEnds(
        EndReason.TABLE_CHANGED,
        relation(OBJECTS, ReplicaIdentity.DEFAULT, keys(), "repo", "id", "value", "more"));
    assertEnds(
        EndReason.TABLE_CHANGED,
        relation(OBJECTS, ReplicaIdentity.NOTHING, List.of(), "repo", "id", "value"));
    assertEnds(
        EndReason.TABLE_REPLACED,
        relation(99, ReplicaIdentity.DEFAULT, keys(), "repo", "id", "value"));
    assertEnds(
        EndReason.PUBLICATION_CHANGED,
        new Message.Relation(98, "public", "other", ReplicaIdentity.DEFAULT, List.of()));
  }
}
