package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.segment.DamagedSegmentException;

/**
 * The columns of the one stream that a file has: those that say what was done, then those of both
 * tables.
 *
 * @param references how many columns the table of references has
 * @param objects how many the table of objects has
 */
record ChangeColumns(int references, int objects) {
  private static final int OWN = 7;

  /** What those of its own take in a row, with the lengths before them. */
  private static final int OWN_BYTES = OWN * Integer.BYTES + 5 * Long.BYTES + 2;

  static ChangeColumns of(JournalEpoch epoch) {
    return new ChangeColumns(
        epoch.references().shape().columns().size(), epoch.objects().shape().columns().size());
  }

  int fields() {
    return OWN + references + objects;
  }

  private int count(ChangeRow.Table table) {
    return switch (table) {
      case REFERENCES -> references;
      case OBJECTS -> objects;
    };
  }

  private int offset(ChangeRow.Table table) {
    return switch (table) {
      case REFERENCES -> OWN;
      case OBJECTS -> OWN + references;
    };
  }

  /** How many bytes a row takes in the stream. */
  long length(ChangeRow row) {
    long values = row.fields().stream().mapToLong(each -> each == null ? 0 : each.length).sum();
    return Short.BYTES + OWN_BYTES + (long) (references + objects) * Integer.BYTES + values;
  }

  /** The row as it is in the stream. */
  byte[] tuple(ChangeRow row) {
    int count = row.fields().size();
    if (count != 0 && count != count(row.table())) {
      throw new IllegalArgumentException("a change has other columns than its table");
    }
    ByteBuffer tuple = ByteBuffer.allocate(Math.toIntExact(length(row)));
    tuple.putShort((short) fields());
    number(tuple, row.commit().value());
    number(tuple, row.seq());
    number(tuple, row.transaction().committedAt());
    number(tuple, row.transaction().xid());
    code(tuple, row.operation().code());
    code(tuple, row.table().code());
    number(tuple, row.unchanged());
    int before = offset(row.table()) - OWN;
    missing(tuple, before);
    for (byte[] value : row.fields()) {
      if (value == null) {
        tuple.putInt(-1);
      } else {
        tuple.putInt(value.length).put(value);
      }
    }
    missing(tuple, references + objects - before - count);
    return tuple.array();
  }

  private static void number(ByteBuffer tuple, long value) {
    tuple.putInt(Long.BYTES).putLong(value);
  }

  private static void code(ByteBuffer tuple, byte value) {
    tuple.putInt(1).put(value);
  }

  private static void missing(ByteBuffer tuple, int columns) {
    for (int i = 0; i < columns; i++) {
      tuple.putInt(-1);
    }
  }

  /** What a row of the stream says. */
  ChangeRow row(byte[][] fields) throws IOException {
    ChangeRow.Operation operation =
        ChangeRow.Operation.of(code(fields, 4)).orElseThrow(() -> impossible("op"));
    ChangeRow.Table table =
        ChangeRow.Table.of(code(fields, 5)).orElseThrow(() -> impossible("tab"));
    int from = offset(table);
    List<byte[]> values =
        operation == ChangeRow.Operation.TRUNCATED
            ? List.of()
            : Arrays.asList(Arrays.copyOfRange(fields, from, from + count(table)));
    try {
      return new ChangeRow(
          new ChangeRow.Transaction(
              new Lsn(number(fields, 0)), number(fields, 2), number(fields, 3)),
          number(fields, 1),
          operation,
          table,
          number(fields, 6),
          values);
    } catch (IllegalArgumentException e) {
      throw new DamagedSegmentException(e.getMessage(), e);
    }
  }

  private static long number(byte[][] fields, int column) throws IOException {
    if (fields[column] == null || fields[column].length != Long.BYTES) {
      throw impossible("number " + (column + 1));
    }
    return ByteBuffer.wrap(fields[column]).getLong();
  }

  private static byte code(byte[][] fields, int column) throws IOException {
    if (fields[column] == null || fields[column].length != 1) {
      throw impossible("number " + (column + 1));
    }
    return fields[column][0];
  }

  private static DamagedSegmentException impossible(String column) {
    return new DamagedSegmentException(
        "column %s of a change has an impossible value".formatted(column));
  }
}
