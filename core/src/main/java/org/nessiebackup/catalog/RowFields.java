package org.nessiebackup.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.segment.RowListener;

/**
 * Puts the fields of each row together, by the names of their columns, and hands those rows on that
 * are wanted. For one stream.
 */
final class RowFields implements RowListener {
  private static final int NONE = -1;

  private final TableShape shape;
  private final List<String> columns;
  private final byte[][] values;
  private final int[] lengths;
  private int lent = NONE;
  private byte[] shared = {};
  private int lastDecisive;
  private BooleanSupplier filter = () -> false;
  private Runnable use = () -> {};
  private int place;
  private int filled;
  private boolean copying;
  private boolean decided;
  private boolean wanted;

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
    int found = columns.indexOf(column);
    if (found < 0) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "table \"%s\" has no column \"%s\", which Nessie's has".formatted(shape.name(), column),
          "The table is not Nessie's, or of a newer Nessie than this version knows.");
    }
    return found;
  }

  /** Reads the values of a column into one array for all rows; nobody may keep them. */
  void lend(int column) {
    lent = column;
  }

  /**
   * This, to be given the rows.
   *
   * @param last the place of the last column that the filter looks at
   * @param isWanted whether the row is wanted, of which the columns up to that one are known
   * @param take takes the row, if it is
   */
  RowListener handing(int last, BooleanSupplier isWanted, Runnable take) {
    lastDecisive = last;
    filter = isWanted;
    use = take;
    return this;
  }

  @Override
  public void rowStarted() {
    Arrays.fill(values, null);
    decided = false;
    wanted = true;
  }

  @Override
  public void fieldStarted(int index, int length) {
    if (index > lastDecisive && !decided) {
      decide();
    }
    place = index;
    filled = 0;
    copying = length >= 0 && wanted;
    if (copying && length > CatalogSource.LONGEST_VALUE) {
      throw unreadable(
          index,
          "it is %d bytes long, the limit is %d".formatted(length, CatalogSource.LONGEST_VALUE));
    }
    if (copying) {
      values[index] = index == lent ? shared(length) : new byte[length];
      lengths[index] = length;
    }
  }

  private byte[] shared(int length) {
    if (length > shared.length) {
      shared = new byte[Math.max(length, 2 * shared.length)];
    }
    return shared;
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) {
    if (copying) {
      System.arraycopy(bytes, offset, values[place], filled, length);
      filled += length;
    }
  }

  @Override
  public void rowEnded() {
    if (!decided) {
      decide();
    }
    if (wanted) {
      use.run();
    }
  }

  private void decide() {
    decided = true;
    wanted = filter.getAsBoolean();
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
