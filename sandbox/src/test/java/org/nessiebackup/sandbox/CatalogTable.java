package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.persist.ObjId;

/**
 * One of Nessie's tables.
 *
 * @param <T> what a row of it keeps
 * @param schema where it is
 * @param name without schema
 * @param key the columns of the primary key
 * @param columns in the order of the table
 */
record CatalogTable<T>(String schema, String name, String key, List<Column<T>> columns) {

  /** A type as Nessie declares it. */
  enum Type {
    // Nessie wants names in the order of their characters, not in that of a language.
    TEXT("VARCHAR COLLATE ucs_basic", Types.VARCHAR),
    BYTES("BYTEA", Types.BINARY),
    NUMBER("BIGINT", Types.BIGINT),
    DEFAULTED_NUMBER("BIGINT DEFAULT 0", Types.BIGINT),
    FLAG("BOOLEAN", Types.BOOLEAN);

    private final String declaration;
    private final int code;

    Type(String declaration, int code) {
      this.declaration = declaration;
      this.code = code;
    }
  }

  /**
   * A column.
   *
   * @param value what it holds; a null is NULL
   */
  record Column<T>(String name, Type type, Function<T, Object> value) {

    /** Ids are bytes in some tables and hexadecimal in others. */
    private Object parameter(T row) {
      return switch (value.apply(row)) {
        case ObjId id -> type == Type.BYTES ? id.asByteArray() : id.toString();
        case ByteString bytes -> bytes.toByteArray();
        case Object other -> other;
        case null -> null;
      };
    }
  }

  /** The table's name in SQL. */
  String sqlName() {
    return Identifiers.quoted(schema) + "." + Identifiers.quoted(name);
  }

  String createStatement() {
    return columns.stream()
        .map(column -> column.name() + " " + column.type().declaration + ", ")
        .collect(Collectors.joining("", "CREATE TABLE " + sqlName() + " (", "PRIMARY KEY "))
        .concat("(" + key + "))");
  }

  /** Sends new rows. */
  void insert(Connection connection, Collection<T> rows) throws SQLException {
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String sql =
        "INSERT INTO %s (%s) VALUES (?%s)"
            .formatted(sqlName(), names, ", ?".repeat(columns.size() - 1));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T row : rows) {
        for (int i = 0; i < columns.size(); i++) {
          Column<T> column = columns.get(i);
          statement.setObject(i + 1, column.parameter(row), column.type().code);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
