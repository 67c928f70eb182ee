package org.nessiebackup.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.vault.journal.ChangeRow;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The rows of a catalog's two tables, held to be brought forward and compared. */
final class CatalogRows {
  private final Map<ChangeRow.Table, TableRows> tables = new TreeMap<>();

  /** As they are on a server, in the order of the columns that an epoch has. */
  static CatalogRows of(Connection connection, JournalEpoch epoch) {
    CatalogRows rows = new CatalogRows();
    rows.tables.put(
        ChangeRow.Table.REFERENCES, TableRows.of(connection, epoch, epoch.references().shape()));
    rows.tables.put(
        ChangeRow.Table.OBJECTS, TableRows.of(connection, epoch, epoch.objects().shape()));
    return rows;
  }

  void apply(ChangeRow change) {
    tables.get(change.table()).apply(change);
  }

  /** All rows, as text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    tables.forEach(
        (table, rows) -> rows.rows.forEach((key, row) -> lines.add(table + " " + hex(row))));
    return lines;
  }

  private static String hex(List<byte[]> values) {
    List<String> words = new ArrayList<>();
    for (byte[] value : values) {
      words.add(value == null ? "-" : HexFormat.of().formatHex(value));
    }
    return String.join(" ", words);
  }

  private static final class TableRows implements RowListener {
    private final List<Integer> key;
    private final int columns;
    private final Map<String, List<byte[]>> rows = new TreeMap<>();
    private byte[][] row;
    private int place;
    private int filled;

    TableRows(TableShape shape) {
      this.columns = shape.columns().size();
      this.key = shape.primaryKey().stream().map(shape.columnNames()::indexOf).toList();
    }

    static TableRows of(Connection connection, JournalEpoch epoch, TableShape shape) {
      TableRows rows = new TableRows(shape);
      CopyBinaryScanner scanner = new CopyBinaryScanner(rows.columns, rows);
      try {
        CopyOut copy =
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                    "COPY %s.%s (%s) TO STDOUT (FORMAT binary)"
                        .formatted(
                            epoch.source().schema(),
                            shape.name(),
                            String.join(", ", shape.columnNames())));
        for (byte[] piece = copy.readFromCopy(); piece != null; piece = copy.readFromCopy()) {
          scanner.accept(piece, 0, piece.length);
        }
        scanner.finish();
      } catch (SQLException | IOException e) {
        throw new IllegalStateException(e);
      }
      return rows;
    }

    @Override
    public void rowStarted() {
      row = new byte[columns][];
    }

    @Override
    public void fieldStarted(int index, int length) {
      place = index;
      filled = 0;
      row[index] = length < 0 ? null : new byte[length];
    }

    @Override
    public void fieldBytes(byte[] bytes, int offset, int length) {
      System.arraycopy(bytes, offset, row[place], filled, length);
      filled += length;
    }

    @Override
    public void rowEnded() {
      List<byte[]> values = new ArrayList<>(Arrays.asList(row));
      rows.put(key(values), values);
    }

    private String key(List<byte[]> values) {
      return hex(key.stream().map(values::get).toList());
    }

    void apply(ChangeRow change) {
      switch (change.operation()) {
        case INSERTED -> rows.put(key(change.fields()), new ArrayList<>(change.fields()));
        case UPDATED -> {
          List<byte[]> before = rows.get(key(change.fields()));
          for (int i = 0; i < columns; i++) {
            if (!change.isUnchanged(i)) {
              before.set(i, change.fields().get(i));
            }
          }
        }
        case DELETED -> rows.remove(key(change.fields()));
        case TRUNCATED -> rows.clear();
      }
    }
  }
}
