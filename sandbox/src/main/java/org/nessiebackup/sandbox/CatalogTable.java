package org.nessiebackup.sandbox;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One of Nessie's tables.
 *
 * @param schema where it is
 * @param name without schema
 * @param columns in the order of the table
 * @param key the columns of the primary key
 */
record CatalogTable(String schema, String name, List<Column> columns, List<String> key) {

  /** A column with its type as Nessie declares it. */
  record Column(String name, String declaration) {
    static Column name(String name) {
      // Nessie wants names in the order of their characters, not in that of a language.
      return new Column(name, "VARCHAR COLLATE ucs_basic");
    }

    static Column bytes(String name) {
      return new Column(name, "BYTEA");
    }

    static Column number(String name) {
      return new Column(name, "BIGINT");
    }

    static Column defaultedNumber(String name) {
      return new Column(name, "BIGINT DEFAULT 0");
    }

    static Column flag(String name) {
      return new Column(name, "BOOLEAN");
    }
  }

  /** The table's name in SQL. */
  String sqlName() {
    return Identifiers.quoted(schema) + "." + Identifiers.quoted(name);
  }

  String createStatement() {
    String body =
        columns.stream()
            .map(column -> "  " + column.name() + " " + column.declaration() + ",\n")
            .collect(Collectors.joining());
    return "CREATE TABLE %s (\n%s  PRIMARY KEY (%s)\n)"
        .formatted(sqlName(), body, String.join(", ", key));
  }

  String copyStatement() {
    return "COPY %s (%s) FROM STDIN (FORMAT binary)"
        .formatted(sqlName(), columns.stream().map(Column::name).collect(Collectors.joining(", ")));
  }
}
