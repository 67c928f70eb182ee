package org.nessiebackup.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Column;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Reads rows that are too large to be held: value by value, and each in pieces. The server sends a
 * row of a COPY as one message, which the driver hands over as one array; so these rows are left
 * out of the COPY and put together here, in the same format.
 */
final class LargeRows {
  /** Rows up to this size, in bytes, are held as a whole. */
  static final int LARGE = 8 << 20;

  private static final int PIECE = 4 << 20;

  /** Types whose values have one size. */
  private static final Set<String> FIXED =
      Set.of(
          ("bool int2 int4 int8 float4 float8 date time timetz timestamp timestamptz "
                  + "interval uuid oid char name")
              .split(" "));

  /** Types of which the server knows the size without looking at the value. */
  private static final Set<String> MEASURED = Set.of("bytea", "text", "varchar", "bpchar");

  private static final String SENDERS =
      """
      SELECT a.attname, t.typsend::regproc::text AS sender
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = ?::regclass AND a.attname = ?
      """;

  private final Session session;
  private final String table;
  private final TableShape shape;
  private final String what;

  LargeRows(Session session, String schema, TableShape shape) {
    this.session = session;
    this.table = Sql.name(schema, shape.name());
    this.shape = shape;
    this.what = "read large rows of table \"" + shape.name() + "\"";
  }

  /** A condition that is true for large rows. */
  static String condition(TableShape shape) {
    String size = size(shape);
    return size.isEmpty() ? "false" : size + " > " + LARGE;
  }

  /** How many bytes the values of a row are that have no fixed size; empty if all have one. */
  static String size(TableShape shape) {
    return shape.columns().stream()
        .filter(column -> !FIXED.contains(column.type().name()))
        .map(LargeRows::size)
        .collect(Collectors.joining(" + "));
  }

  private static String size(Column column) {
    String name = Sql.name(column.name());
    String type = column.type().name();
    String size =
        switch (type) {
          // These have no length of their own, and are small on disk however long they are.
          case "json", "jsonb" -> "octet_length(" + name + "::text)";
          default -> (MEASURED.contains(type) ? "octet_length(" : "pg_column_size(") + name + ")";
        };
    return "coalesce(" + size + ", 0)::bigint";
  }

  /**
   * Where they are, in physical order.
   *
   * @param condition of the rows to look at
   */
  List<String> find(String condition) {
    return session.texts(
        "look for large rows of table \"" + shape.name() + "\"",
        "SELECT ctid::text FROM ONLY %s WHERE (%s) AND %s"
            .formatted(table, condition, condition(shape)));
  }

  /**
   * Writes them as rows of a COPY binary stream, without its header and trailer.
   *
   * @param places as {@link #find} has found them, in the same snapshot
   */
  void read(List<String> places, ByteSink target) throws IOException {
    List<String> values = shape.columns().stream().map(this::value).toList();
    for (String place : places) {
      send(target, ByteBuffer.allocate(Short.BYTES).putShort((short) values.size()).array());
      for (String value : values) {
        read(value, place, target);
      }
    }
  }

  /** An expression, of type bytea, for the value of a column as it is in a COPY binary stream. */
  private String value(Column column) {
    String name = Sql.name(column.name());
    if (column.type().name().equals("bytea")) {
      // Of these the server reads no more than is asked for.
      return name;
    }
    String sender =
        session.one(what, SENDERS, row -> row.getString("sender"), table, column.name());
    return sender + "(" + name + ")";
  }

  private void read(String value, String place, ByteSink target) throws IOException {
    String from = " FROM ONLY " + table + " WHERE ctid = " + Sql.text(place) + "::tid";
    long length =
        session.one(
            what, "SELECT coalesce(octet_length(" + value + "), -1)" + from, row -> row.getLong(1));
    send(target, ByteBuffer.allocate(Integer.BYTES).putInt((int) length).array());
    for (long at = 0; at < length; at += PIECE) {
      byte[] piece =
          session.one(
              what,
              "SELECT substring(%s FROM %d FOR %d)".formatted(value, at + 1, PIECE) + from,
              row -> row.getBytes(1));
      target.accept(piece, 0, piece.length);
    }
  }

  private static void send(ByteSink target, byte[] number) throws IOException {
    target.accept(number, 0, number.length);
  }
}
