package org.nessiebackup.tables;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Makes tables from their description. The description comes from a vault and is not trusted: types
 * and collations are looked up by name on this server, whose own spelling goes into the statement.
 */
public final class TableStatements {
  private static final String TYPE =
      """
      SELECT format_type(t.oid, ?) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = ? AND t.typname = ? AND t.typtype IN ('b', 'd', 'e') AND t.typisdefined
      """;

  private static final String COLLATION =
      """
      SELECT 1 FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
      WHERE n.nspname = ? AND c.collname = ? AND c.collencoding IN (-1,
        (SELECT encoding FROM pg_database WHERE datname = current_database()))
      """;

  private TableStatements() {}

  /** The statement that makes the table, without its key. */
  public static String definition(Session session, String schema, TableShape shape) {
    return shape.columns().stream()
        .map(column -> definition(session, shape, column))
        .collect(
            Collectors.joining(", ", "CREATE TABLE " + Sql.name(schema, shape.name()) + " (", ")"));
  }

  /** One column of the statement. */
  public static String definition(Session session, TableShape shape, Column column) {
    StringBuilder text = new StringBuilder(Sql.name(column.name()));
    text.append(' ').append(type(session, shape, column));
    column.collation().ifPresent(name -> text.append(" COLLATE ").append(collation(session, name)));
    column.constantDefault().ifPresent(value -> text.append(" DEFAULT ").append(Sql.text(value)));
    return column.notNull() ? text.append(" NOT NULL").toString() : text.toString();
  }

  private static String type(Session session, TableShape shape, Column column) {
    return session
        .first(
            "look up a type",
            TYPE,
            row -> row.getString(1),
            column.typeModifier(),
            column.type().schema(),
            column.type().name())
        .orElseThrow(
            () ->
                Failure.SERVER_UNSUPPORTED.exception(
                    "column \"%s\" of table \"%s\" has type \"%s\", which this server does not have"
                        .formatted(column.name(), shape.name(), column.type()),
                    "Create the type there first, or restore into a server that has it."));
  }

  private static String collation(Session session, QualifiedName name) {
    Optional<Integer> known =
        session.first(
            "look up a collation", COLLATION, row -> row.getInt(1), name.schema(), name.name());
    if (known.isEmpty()) {
      throw Failure.SERVER_UNSUPPORTED.exception(
          "collation \"" + name + "\" does not exist on this server",
          "Create it there first, or restore into a server that has it.");
    }
    return Sql.name(name);
  }

  public static void addKey(
      Session session, String schema, TableShape shape, Optional<String> keyName) {
    List<String> key = shape.primaryKey();
    if (!key.isEmpty()) {
      session.execute(
          "add the primary key of table \"" + shape.name() + "\"",
          "ALTER TABLE %s ADD %s PRIMARY KEY (%s)"
              .formatted(
                  Sql.name(schema, shape.name()),
                  keyName.map(name -> "CONSTRAINT " + Sql.name(name)).orElse(""),
                  Sql.names(key)));
    }
  }
}
