package org.nessiebackup.imports;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.value.FieldType;
import org.nessiebackup.imports.value.LargeBytes;
import org.nessiebackup.imports.value.RowBuffer;
import org.nessiebackup.imports.value.ValueEncoder;

/**
 * Collects the values of one row, in the order in which the dump has them, and hands them on in the
 * order of the table's columns. Holds one row at a time, long values of bytes compressed.
 */
final class RowEncoder {
  private static final QualifiedName BYTES = new QualifiedName("pg_catalog", "bytea");

  private final DumpInput input;
  private final DumpTable table;
  private final TableWriter target;
  private final List<Column> columns;
  private final List<FieldType> types;
  private final List<ValueEncoder> encoders;

  /** Where the dump's row has the value of each column of the table. */
  private final int[] order;

  private final int[] starts;
  private final int[] lengths;
  private final LargeBytes[] large;
  private final RowBuffer row = new RowBuffer(this::takeLarge);
  private int field;
  private long line;

  /**
   * For one COPY or INSERT statement.
   *
   * @param names the columns in the dump's order: all of the table's, each once
   */
  RowEncoder(DumpInput input, DumpTable table, List<String> names, TableWriter target) {
    this.input = input;
    this.table = table;
    this.target = target;
    this.columns = names.stream().map(this::column).toList();
    this.types = columns.stream().map(this::type).toList();
    this.encoders =
        columns.stream()
            .map(column -> type(column).encoder().apply(column.typeModifier()))
            .toList();
    List<String> own = table.columnNames();
    if (names.size() != own.size() || !names.containsAll(own)) {
      throw input.refused(
          "the columns %s of table \"%s\" are not those of its CREATE TABLE, %s"
              .formatted(names, table.key(), own));
    }
    this.order = own.stream().mapToInt(names::indexOf).toArray();
    this.starts = new int[names.size()];
    this.lengths = new int[names.size()];
    this.large = new LargeBytes[names.size()];
  }

  private Column column(String name) {
    return table
        .column(name)
        .orElseThrow(
            () -> input.refused("table \"%s\" has no column \"%s\"".formatted(table.key(), name)));
  }

  private FieldType type(Column column) {
    return FieldType.of(column.type())
        .orElseThrow(
            () ->
                input.refused(
                    "column \"%s\" of table \"%s\" has the type \"%s\", whose values import does"
                            .formatted(column.name(), table.key(), column.type())
                        + " not understand"));
  }

  /** Whether this is for rows with these columns. */
  boolean isFor(List<String> names) {
    return names.equals(columns.stream().map(Column::name).toList());
  }

  void startRow() {
    row.clear();
    Arrays.fill(large, null);
    field = 0;
    line = input.line();
  }

  /** Where the text of the next value goes. */
  RowBuffer startValue() {
    if (field == starts.length) {
      throw wrongNumber("more than " + starts.length);
    }
    starts[field] = row.length();
    return row;
  }

  /** The type of the next value. */
  FieldType type() {
    return types.get(field);
  }

  /** The column of the next value. */
  Column column() {
    return columns.get(field);
  }

  /** Takes the current value out of the buffer, if it is one of bytes. */
  private void takeLarge() {
    if (column().type().equals(BYTES)) {
      if (large[field] == null) {
        large[field] = new LargeBytes();
      }
      try {
        large[field].take(row, starts[field], false);
      } catch (IllegalArgumentException e) {
        throw malformed(e.getMessage());
      }
    }
  }

  void endValue() {
    try {
      if (large[field] == null) {
        encoders.get(field).encode(row, starts[field]);
      } else {
        large[field].take(row, starts[field], true);
      }
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw malformed(e.getMessage());
    }
    lengths[field] = row.length() - starts[field];
    field++;
  }

  void endNull() {
    if (column().notNull()) {
      throw malformed("it is NULL, which the column refuses");
    }
    lengths[field] = -1;
    field++;
  }

  void endRow() {
    if (field != starts.length) {
      throw wrongNumber(field + " instead of " + starts.length);
    }
    target.startRow();
    for (int index : order) {
      if (large[index] != null) {
        target.field(large[index]);
      } else if (lengths[index] < 0) {
        target.nullField();
      } else {
        target.field(row.array(), starts[index], lengths[index]);
      }
    }
    target.endRow();
    input.rowRead();
  }

  private BackupException wrongNumber(String found) {
    return input.refused(line, "a row of table \"%s\" has %s values".formatted(table.key(), found));
  }

  private BackupException malformed(String why) {
    return input.refused(
        line,
        "the value of column \"%s\" in a row of table \"%s\": %s"
            .formatted(column().name(), table.key(), why));
  }
}
