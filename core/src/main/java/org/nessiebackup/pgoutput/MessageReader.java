package org.nessiebackup.pgoutput;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.pgoutput.Message.Column;
import org.nessiebackup.pgoutput.Message.ReplicaIdentity;
import org.nessiebackup.pgoutput.OldTuple.Extent;

/**
 * Reads messages of protocol version 1. What is not exactly a message is a failure that says what
 * is wrong: a change that is understood by half would be a row that is wrong for ever.
 */
public final class MessageReader {
  private static final char LOGICAL_MESSAGE = 'M';
  private static final int KEY = 1;
  private static final int TRANSACTIONAL = 1;
  private static final int DEPENDENTS = 1;
  private static final int RESTART = 2;

  /** The server says it of its own schema only, to save bytes. */
  private static final String OWN_SCHEMA = "pg_catalog";

  private final MessageInput in;

  private MessageReader(MessageInput in) {
    this.in = in;
  }

  /**
   * Reads a whole message.
   *
   * @param bytes from position to limit, which are left as they are
   * @throws BackupException {@link Failure#DATABASE} if it is cut off, of an unknown kind or too
   *     long, or says something that cannot be
   */
  public static Message read(ByteBuffer bytes) {
    MessageInput in = new MessageInput(bytes);
    Message message = new MessageReader(in).message(in.letter("the kind of message"));
    in.end();
    return message;
  }

  /** Whether it is a {@link Message.LogicalMessage}, by its first byte. */
  public static boolean isLogicalMessage(ByteBuffer bytes) {
    return bytes.hasRemaining() && bytes.get(bytes.position()) == LOGICAL_MESSAGE;
  }

  private Message message(char kind) {
    return switch (kind) {
      case 'B' ->
          new Message.Begin(in.lsn("a position"), in.moment("a time"), in.id("a transaction"));
      case 'C' -> commit();
      case 'O' -> new Message.Origin(in.lsn("a position"), in.text("the name of an origin"));
      case 'R' -> relation();
      case 'Y' -> new Message.Type(in.id("the id of a type"), schema(), in.text("a type's name"));
      case 'I' -> insert();
      case 'U' -> update();
      case 'D' -> delete();
      case 'T' -> truncate();
      case LOGICAL_MESSAGE -> logicalMessage();
      default -> throw in.defect("there is no kind " + words(kind));
    };
  }

  private Message commit() {
    flags("the flags of a commit", 0);
    return new Message.Commit(
        in.lsn("a position"), in.lsn("the end of a commit"), in.moment("a time"));
  }

  private Message relation() {
    long oid = table();
    String schema = schema();
    String name = in.text("a table's name");
    ReplicaIdentity identity = replicaIdentity(in.letter("a replica identity"));
    int count = in.count("the number of columns");
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean key = flags("the flags of a column", KEY) == KEY;
      columns.add(
          new Column(
              in.text("a column's name"),
              in.id("the id of a type"),
              in.number("a type's modifier"),
              key));
    }
    return new Message.Relation(oid, schema, name, identity, columns);
  }

  private ReplicaIdentity replicaIdentity(char letter) {
    return switch (letter) {
      case 'd' -> ReplicaIdentity.DEFAULT;
      case 'n' -> ReplicaIdentity.NOTHING;
      case 'f' -> ReplicaIdentity.FULL;
      case 'i' -> ReplicaIdentity.INDEX;
      default -> throw in.defect("there is no replica identity " + words(letter));
    };
  }

  private Message insert() {
    long oid = table();
    return new Message.Insert(oid, newRow(in.letter("the kind of row")));
  }

  private Message update() {
    long oid = table();
    char kind = in.letter("the kind of row");
    if (kind == 'N') {
      return new Message.Update(oid, Optional.empty(), newRow(kind));
    }
    OldTuple old = oldTuple(kind);
    return new Message.Update(oid, Optional.of(old), newRow(in.letter("the kind of row")));
  }

  private Message delete() {
    long oid = table();
    return new Message.Delete(oid, oldTuple(in.letter("the kind of row")));
  }

  private List<Field> newRow(char kind) {
    if (kind != 'N') {
      throw in.defect("there is a row of kind %s in a new one's place".formatted(words(kind)));
    }
    return fields();
  }

  private OldTuple oldTuple(char kind) {
    return switch (kind) {
      case 'K' -> new OldTuple(Extent.KEY, fields());
      case 'O' -> new OldTuple(Extent.ROW, fields());
      default ->
          throw in.defect("there is a row of kind %s in an old one's place".formatted(words(kind)));
    };
  }

  private List<Field> fields() {
    int count = in.count("the number of values");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(field(in.letter("the kind of value")));
    }
    return fields;
  }

  private Field field(char kind) {
    return switch (kind) {
      case 'n' -> new Field.Null();
      case 'u' -> new Field.Unchanged();
      case 'b' -> new Field.Binary(value());
      case 't' -> new Field.Text(value());
      default -> throw in.defect("there is no value of kind " + words(kind));
    };
  }

  private byte[] value() {
    return in.bytes(in.length("the length of a value"), "a value");
  }

  private Message truncate() {
    int count = in.length("the number of tables");
    int options = flags("the options of TRUNCATE", DEPENDENTS | RESTART);
    if (count != in.left() / Integer.BYTES) {
      throw in.defect("%d tables do not fit into %d bytes".formatted(count, in.left()));
    }
    List<Long> oids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      oids.add(table());
    }
    return new Message.Truncate(oids, (options & DEPENDENTS) != 0, (options & RESTART) != 0);
  }

  private Message logicalMessage() {
    boolean transactional = flags("the flags of a message", TRANSACTIONAL) == TRANSACTIONAL;
    return new Message.LogicalMessage(
        transactional,
        in.lsn("a position"),
        in.text("a message's prefix"),
        in.slice(in.length("the length of a value"), "a value"));
  }

  private long table() {
    return in.id("the id of a table");
  }

  private String schema() {
    String schema = in.text("a schema's name");
    return schema.isEmpty() ? OWN_SCHEMA : schema;
  }

  private int flags(String what, int known) {
    int flags = in.unsigned(what);
    if ((flags & ~known) != 0) {
      throw in.defect("%s are unknown: %d".formatted(what, flags));
    }
    return flags;
  }

  private static String words(char letter) {
    return letter > ' ' && letter < 0x7F ? "\"" + letter + "\"" : "of number " + (int) letter;
  }
}
