package org.nessiebackup.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table, sent by COPY in PostgreSQL's binary format. */
final class CopyBatch {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int NO_FLAGS = 0;
  private static final int NO_EXTENSION = 0;
  private static final int NULL = -1;
  private static final int TRAILER = -1;

  private final CatalogTable table;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 16);
  private long rows;

  CopyBatch(CatalogTable table) {
    this.table = table;
    begin();
  }

  /** Adds a row; columns that {@code values} doesn't name are NULL. */
  void add(Map<String, Object> values) {
    List<CatalogTable.Column> columns = table.columns();
    writeShort(columns.size());
    for (CatalogTable.Column column : columns) {
      byte[] value = encoded(values.get(column.name()));
      if (value == null) {
        writeInt(NULL);
      } else {
        writeInt(value.length);
        buffer.writeBytes(value);
      }
    }
    rows++;
  }

  /** Bytes that wait to be sent. */
  int size() {
    return buffer.size();
  }

  /** Sends what waits and returns how many rows that were. */
  long send(Connection connection) throws SQLException {
    if (rows == 0) {
      return 0;
    }
    writeShort(TRAILER);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyStatement());
    byte[] all = buffer.toByteArray();
    copy.writeToCopy(all, 0, all.length);
    long sent = copy.endCopy();
    begin();
    return sent;
  }

  private void begin() {
    buffer.reset();
    buffer.writeBytes(SIGNATURE);
    writeInt(NO_FLAGS);
    writeInt(NO_EXTENSION);
    rows = 0;
  }

  private static byte[] encoded(Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      case byte[] bytes -> bytes;
      case Long number -> ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      case Boolean flag -> new byte[] {(byte) (flag ? 1 : 0)};
      default -> throw new IllegalArgumentException("No column holds a " + value.getClass());
    };
  }

  private void writeInt(int value) {
    buffer.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private void writeShort(int value) {
    buffer.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
  }
}
