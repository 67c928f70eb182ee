package org.nessiebackup.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.journal.FollowedTables.Followed;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.pgoutput.Field;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.OldTuple;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.ChangeRow.Operation;
import org.nessiebackup.vault.journal.JournalChanges;
import org.nessiebackup.vault.journal.JournalWriter;

/**
 * Makes changes of rows of the messages of a stream, and leaves out what the vault has already: the
 * server sends again what it was not told of before a crash.
 */
final class Assembly {
  /** More than a file takes for a row besides. */
  private static final long AROUND_VALUES = 64L << 10;

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final FollowedTables tables;
  private final JournalWriter.Reached reached;
  private FileDraft draft = new FileDraft();
  private Optional<Open> open = Optional.empty();
  private boolean asked;

  /**
   * Begins a stream.
   *
   * @param reached what the vault has
   */
  Assembly(FollowedTables tables, JournalWriter.Reached reached) {
    this.tables = tables;
    this.reached = reached;
  }

  /** A transaction of which more is to come. */
  private static final class Open {
    private final ChangeRow.Transaction transaction;
    private final Instant at;
    private final List<JournalFile.Mark> marks = new ArrayList<>();

    private long seq;

    Open(Message.Begin begin) {
      this.at = begin.committedAt();
      this.transaction =
          new ChangeRow.Transaction(
              begin.commitLsn(), ChronoUnit.MICROS.between(EPOCH, at), begin.xid());
    }

    Lsn commit() {
      return transaction.commit();
    }
  }

  /**
   * Takes the next message.
   *
   * @return whether it describes a table, which may mean that somebody has altered something: what
   *     follows is to be believed only after a look at the server
   * @throws EpochEndException because of what the message says
   */
  boolean accept(Message message) throws EpochEndException {
    switch (message) {
      case Message.Begin begin -> open = Optional.of(new Open(begin));
      case Message.Commit commit -> commit(commit);
      case Message.Relation relation -> {
        tables.check(relation);
        return true;
      }
      case Message.Insert insert -> insert(table(insert.oid()), insert.row());
      case Message.Update update -> update(table(update.oid()), update);
      case Message.Delete delete -> delete(table(delete.oid()), delete.old());
      case Message.Truncate truncate -> truncate(truncate);
      case Message.LogicalMessage words -> mark(words);
      case Message.Origin origin -> {}
      case Message.Type type -> {}
    }
    return false;
  }

  private void commit(Message.Commit commit) {
    Open done = open.orElseThrow();
    open = Optional.empty();
    boolean ours = done.seq > 0 || !done.marks.isEmpty();
    if (ours && done.commit().compareTo(reached.to()) >= 0) {
      ChangeRow.Transaction transaction = done.transaction;
      draft.complete(
          new JournalFile.Transaction(transaction.commit(), done.at, transaction.xid(), done.seq),
          done.marks,
          commit.endLsn());
    }
  }

  private Followed table(long oid) throws EpochEndException {
    return tables
        .find(oid)
        .orElseThrow(
            () ->
                new EpochEndException(
                    EndReason.PUBLICATION_CHANGED, "the publication names another table too"));
  }

  private void insert(Followed table, List<Field> row) throws EpochEndException {
    if (row.stream().anyMatch(Field.Unchanged.class::isInstance)) {
      throw undecodable(table, "does not send all values of a new row");
    }
    add(table, Operation.INSERTED, 0, values(table, row));
  }

  private void update(Followed table, Message.Update update) throws EpochEndException {
    Optional<OldTuple> old = update.old();
    if (old.isPresent() && !sameKey(table, old.get().fields(), update.row())) {
      delete(table, old.get());
      insert(table, completed(old.get(), update.row()));
      return;
    }
    long unchanged = 0;
    for (int i = 0; i < update.row().size(); i++) {
      if (update.row().get(i) instanceof Field.Unchanged) {
        if (i >= Long.SIZE || table.key().contains(i)) {
          throw undecodable(table, "does not send which row was changed");
        }
        unchanged |= 1L << i;
      }
    }
    add(table, Operation.UPDATED, unchanged, values(table, update.row()));
  }

  /** A whole old row has the values that the new one has kept. */
  private static List<Field> completed(OldTuple old, List<Field> row) {
    if (old.extent() == OldTuple.Extent.KEY) {
      return row;
    }
    List<Field> all = new ArrayList<>(row);
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i) instanceof Field.Unchanged) {
        all.set(i, old.fields().get(i));
      }
    }
    return all;
  }

  private static boolean sameKey(Followed table, List<Field> old, List<Field> row)
      throws EpochEndException {
    for (int column : table.key()) {
      boolean same =
          row.get(column) instanceof Field.Unchanged
              || Arrays.equals(value(table, old.get(column)), value(table, row.get(column)));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private void delete(Followed table, OldTuple old) throws EpochEndException {
    List<byte[]> all = values(table, old.fields());
    List<byte[]> key = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      key.add(table.key().contains(i) ? all.get(i) : null);
    }
    add(table, Operation.DELETED, 0, key);
  }

  private void truncate(Message.Truncate truncate) {
    truncate.oids().stream()
        .flatMap(oid -> tables.find(oid).stream())
        .forEach(table -> add(table, Operation.TRUNCATED, 0, List.of()));
  }

  private void add(Followed table, Operation operation, long unchanged, List<byte[]> values) {
    Open now = open.orElseThrow();
    now.seq++;
    if (!reached.has(now.commit(), now.seq)) {
      draft.add(
          new ChangeRow(now.transaction, now.seq, operation, table.kind(), unchanged, values));
    }
  }

  private static List<byte[]> values(Followed table, List<Field> fields) throws EpochEndException {
    if (fields.size() != table.columns()) {
      throw undecodable(table, "sends rows with another number of columns");
    }
    List<byte[]> values = new ArrayList<>();
    long bytes = AROUND_VALUES;
    for (Field field : fields) {
      byte[] value = value(table, field);
      values.add(value);
      bytes += value == null ? 0 : value.length;
    }
    if (bytes > JournalChanges.LONGEST_ROW) {
      throw new EpochEndException(
          EndReason.NOT_DECODABLE,
          "a row of table \"%s\" has %,d bytes, and the journal holds none of more than %,d"
              .formatted(table.table().shape().name(), bytes, JournalChanges.LONGEST_ROW));
    }
    return values;
  }

  private static byte[] value(Followed table, Field field) throws EpochEndException {
    return switch (field) {
      case Field.Null missing -> null;
      case Field.Unchanged kept -> null;
      case Field.Binary binary -> binary.bytes();
      case Field.Text text -> throw undecodable(table, "does not send values in binary form");
    };
  }

  private static EpochEndException undecodable(Followed table, String what) {
    return new EpochEndException(
        EndReason.NOT_DECODABLE,
        "the server %s, of table \"%s\"".formatted(what, table.table().shape().name()));
  }

  /** What anybody may say; so what is no name of a point is passed over. */
  private void mark(Message.LogicalMessage words) {
    asked = asked || Marks.isQuestion(words);
    if (words.transactional() && open.isPresent()) {
      Marks.name(words)
          .ifPresent(name -> open.get().marks.add(new JournalFile.Mark(name, open.get().commit())));
    }
  }

  /** Takes out what has come of a transaction that is not complete: it goes no further. */
  void forgetOpen() {
    open.ifPresent(each -> draft.forget(each.commit()));
    open = Optional.empty();
  }

  /** Whether somebody has asked how far the journal is since this was last called. */
  boolean wasAsked() {
    boolean was = asked;
    asked = false;
    return was;
  }

  /** Whether more is to come of a transaction. */
  boolean isOpen() {
    return open.isPresent();
  }

  /** What has come since the last call of {@link #take}. */
  FileDraft draft() {
    return draft;
  }

  /** Gives away what has come; the next file begins. */
  FileDraft take() {
    FileDraft taken = draft;
    draft = new FileDraft();
    return taken;
  }
}
