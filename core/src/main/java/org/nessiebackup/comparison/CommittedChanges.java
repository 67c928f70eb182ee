package org.nessiebackup.comparison;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.TableShape;
import org.nessiebackup.pgoutput.Field;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.MessageReader;
import org.nessiebackup.pgoutput.TextForm;
import org.nessiebackup.postgres.ReplicationStream;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.tables.TableDescription;

/**
 * What was committed on the primary between two positions. Of each row that was touched, hashes are
 * kept of what it was after each transaction.
 */
public final class CommittedChanges {
  /** So many take some hundreds of megabytes. */
  static final int MOST = 500_000;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Map<Long, TableDescription> tables = new HashMap<>();
  private final Map<Long, RowVersions> versions = new HashMap<>();
  private final Map<Long, List<Message.Column>> columns = new HashMap<>();
  private final List<Lsn> ends = new ArrayList<>();
  private int changes;
  private int changesBefore;
  private boolean open;

  private CommittedChanges(List<TableDescription> tables) {
    for (TableDescription table : tables) {
      this.tables.put(table.oid(), table);
      versions.put(table.oid(), new RowVersions(table.name()));
    }
  }

  /**
   * Reads all that is committed before a position, which has to be behind the end of the log no
   * longer.
   *
   * @throws BackupException {@link Failure#DATABASE} if what comes cannot be told row by row, or is
   *     too much
   */
  public static CommittedChanges read(
      ReplicationStream stream, Lsn until, List<TableDescription> tables) {
    CommittedChanges read = new CommittedChanges(tables);
    boolean more = true;
    while (more) {
      Optional<ByteBuffer> message = stream.next(PATIENCE);
      more =
          message.isPresent()
              ? read.take(MessageReader.read(message.get()), until)
              : read.open || stream.lastReceived().compareTo(until) < 0;
    }
    return read;
  }

  /** What was made of the rows of a table. */
  RowVersions of(TableDescription table) {
    return versions.get(table.oid());
  }

  /** How many transactions there were that have changed something. */
  public int transactions() {
    return ends.size();
  }

  /** Where a transaction ends in the log, counted from 1. */
  public Lsn end(int transaction) {
    return ends.get(transaction - 1);
  }

  private boolean take(Message message, Lsn until) {
    switch (message) {
      case Message.Begin begin -> {
        if (begin.commitLsn().compareTo(until) >= 0) {
          return false;
        }
        open = true;
        changesBefore = changes;
      }
      case Message.Commit commit -> {
        open = false;
        if (changes > changesBefore) {
          ends.add(commit.endLsn());
        }
        return commit.endLsn().compareTo(until) < 0;
      }
      case Message.Relation relation -> explained(relation);
      case Message.Insert insert -> written(insert.oid(), insert.row());
      case Message.Update update -> updated(update);
      case Message.Delete delete ->
          count(versions(delete.oid())).removed(number(), key(delete.oid(), delete.old().fields()));
      case Message.Truncate truncate ->
          throw new Refusal("were truncated while they were compared").of(truncate.oids());
      case Message.LogicalMessage words -> {}
      case Message.Origin origin -> {}
      case Message.Type type -> {}
    }
    return true;
  }

  /** That of the transaction that is being read. */
  private int number() {
    return ends.size() + 1;
  }

  private void explained(Message.Relation relation) {
    TableDescription table = table(relation.oid());
    List<String> now = relation.columns().stream().map(Message.Column::name).toList();
    if (!now.equals(table.shape().columnNames())) {
      throw new Refusal("were altered while they were compared").of(List.of(relation.oid()));
    }
    columns.put(relation.oid(), relation.columns());
  }

  private void updated(Message.Update update) {
    KeyHash now = key(update.oid(), update.row());
    Optional<KeyHash> before = update.old().map(old -> key(update.oid(), old.fields()));
    if (before.isPresent() && !before.get().equals(now)) {
      if (update.row().stream().anyMatch(Field.Unchanged.class::isInstance)) {
        throw new Refusal("have a row whose key was changed while they were compared")
            .of(List.of(update.oid()));
      }
      count(versions(update.oid())).removed(number(), before.get());
    }
    written(update.oid(), update.row());
  }

  private void written(long oid, List<Field> row) {
    List<Optional<ValueHash>> values = new ArrayList<>();
    for (int i = keyFields(oid); i < row.size(); i++) {
      values.add(
          switch (row.get(i)) {
            case Field.Null none -> Optional.of(ValueHash.NULL);
            case Field.Unchanged same -> Optional.empty();
            case Field.Binary binary -> Optional.of(ValueHash.of(binary.bytes()));
            case Field.Text text -> Optional.of(ValueHash.of(binary(oid, i, text)));
          });
    }
    count(versions(oid)).written(number(), key(oid, row), values);
  }

  private KeyHash key(long oid, List<Field> row) {
    byte[][] key = new byte[keyFields(oid)][];
    for (int i = 0; i < key.length; i++) {
      key[i] =
          switch (row.get(i)) {
            case Field.Binary binary -> binary.bytes();
            case Field.Text text -> binary(oid, i, text);
            case Field.Null none -> throw new Refusal("have a key that is NULL").of(List.of(oid));
            case Field.Unchanged same ->
                throw new Refusal("have a key that is not sent").of(List.of(oid));
          };
    }
    return KeyHash.of(key);
  }

  private byte[] binary(long oid, int column, Field.Text text) {
    Message.Column described = columns.get(oid).get(column);
    return TextForm.binary(described.typeOid(), text.bytes())
        .orElseThrow(
            () ->
                Failure.SERVER_UNSUPPORTED.exception(
                    "column \"%s\" of table \"%s\" cannot be compared: the server sends it as text only"
                        .formatted(described.name(), table(oid).name()),
                    "PostgreSQL 14 and newer send values as they are stored: upgrade the primary,"
                        + " or compare while nobody writes."));
  }

  private int keyFields(long oid) {
    return table(oid).shape().leadingKey();
  }

  private RowVersions count(RowVersions table) {
    if (++changes > MOST) {
      throw Failure.DATABASE.exception(
          "more than %,d rows were changed while the replica caught up".formatted(MOST),
          "Run it again when the replica follows closely, or when less is written.");
    }
    return table;
  }

  private TableDescription table(long oid) {
    TableDescription table = tables.get(oid);
    if (table == null) {
      throw Failure.DATABASE.exception(
          "the publication has a table that the replica does not follow, of object id " + oid,
          "`replica status` says what is the matter with it.");
    }
    return table;
  }

  private RowVersions versions(long oid) {
    return versions.get(table(oid).oid());
  }

  /** Why rows cannot be told from one another. */
  private final class Refusal {
    private final String what;

    Refusal(String what) {
      this.what = what;
    }

    BackupException of(List<Long> oids) {
      List<String> names =
          oids.stream()
              .map(tables::get)
              .map(TableDescription::shape)
              .map(TableShape::name)
              .map(name -> "\"" + name + "\"")
              .toList();
      return Failure.DATABASE.exception(
          "tables %s %s".formatted(String.join(", ", names), what), "Run it again.");
    }
  }
}
