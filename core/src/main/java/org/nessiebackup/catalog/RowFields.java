package org.nessiebackup.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.Slice;

/** The fields of the current row, as far as they have come, by the names of their columns. */
final class RowFields {
  private static final int NONE = -1;
  private final TableShape shape;
  private final List<String> columns;
  private final byte[][] values;
  private final int[] lengths;
  private int lent = NONE;
  private byte[] shared = {};

  RowFields(TableShape shape) {
    this.shape = shape;
    this.columns = shape.columnNames();
    this.values = new byte[columns.size()][];
    this.lengths = new int[columns.size()];
  }

  /** The place of a column that older tables lack; then its values count as NULL. */
  int placeOrNone(String column) {
    return columns.indexOf(column);
  }

  /**
   * The place of a column.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} if the table has none of this name
   */
  int place(String column) {
    int place = columns.indexOf(column);
    if (place < 0) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "table \"%s\" has no column \"%s\", which Nessie's has".formatted(shape.name(), column),
          "The table is not Nessie's, or of a newer Nessie than this version knows.");
    }
    return place;
  }

  /** Reads the values of a column into one array for all rows; nobody may keep them. */
  void lend(int column) {
    lent = column;
  }

  void clear() {
    Arrays.fill(values, null);
  }

  /** Makes room for a value that comes next. */
  void begin(int place, int length) {
    if (length > CatalogSource.LONGEST_VALUE) {
      throw unreadable(
          place,
          "it is %d bytes long, the limit is %d".formatted(length, CatalogSource.LONGEST_VALUE));
    }
    values[place] = place == lent ? shared(length) : new byte[length];
    lengths[place] = length;
  }

  private byte[] shared(int length) {
    if (length > shared.length) {
      shared = new byte[Math.max(length, 2 * shared.length)];
    }
    return shared;
  }

  void fill(int place, int at, byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, values[place], at, length);
  }

  /** The bytes; null for NULL. */
  byte[] bytesOrNull(int place) {
    return place < 0 ? null : values[place];
  }

  byte[] bytes(int place) {
    if (values[place] == null) {
      throw unreadable(place, "it is NULL");
    }
    return values[place];
  }

  /** The bytes, which are those of the next row then if the column is lent. */
  Slice slice(int place) {
    return new Slice(bytes(place), 0, lengths[place]);
  }

  String text(int place) {
    return new String(bytes(place), StandardCharsets.UTF_8);
  }

  Optional<String> optionalText(int place) {
    return bytesOrNull(place) == null ? Optional.empty() : Optional.of(text(place));
  }

  /** The number; 0 for NULL. */
  long number(int place) {
    byte[] value = bytesOrNull(place);
    if (value == null) {
      return 0;
    }
    if (value.length != Long.BYTES) {
      throw unreadable(place, "it is no number of 8 bytes");
    }
    return ByteBuffer.wrap(value).getLong();
  }

  boolean flag(int place) {
    byte[] value = bytes(place);
    if (value.length != 1) {
      throw unreadable(place, "it is no boolean");
    }
    return value[0] != 0;
  }

  /** The bytes of an id, which store type JDBC writes as text; null for NULL. */
  byte[] idOrNull(int place) {
    byte[] value = bytesOrNull(place);
    if (value == null || shape.columns().get(place).type().name().equals("bytea")) {
      return value;
    }
    try {
      return HexFormat.of().parseHex(new String(value, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw unreadable(place, "it is no id of an object");
    }
  }

  private BackupException unreadable(int place, String why) {
    return Failure.FORMAT_UNSUPPORTED.exception(
        "a row of table \"%s\" cannot be read: the value of column \"%s\" makes no sense: %s"
            .formatted(shape.name(), columns.get(place), why),
        "`verify` tells whether a backup is damaged; if it is not, the row was stored like this.");
  }
}
