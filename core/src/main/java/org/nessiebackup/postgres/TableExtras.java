package org.nessiebackup.postgres;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.TableShape;

/**
 * What a table has besides columns, rows and settings, as far as the table that takes its place can
 * have it too. All of it comes from the server's own catalogs, and is given at the moment of the
 * swap: a right that was revoked before must not come back with the tables.
 *
 * @param table the table's name
 * @param statements whole statements about the new table
 * @param owner its owner
 * @param warnings what cannot be carried over
 */
public record TableExtras(
    String table, List<String> statements, String owner, List<String> warnings) {
  /** Takes its own copies of the lists. */
  public TableExtras {
    statements = List.copyOf(statements);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads them.
   *
   * @param replaced the table that makes room
   * @param shape what takes its place; columns are matched by name
   * @param staging the schema in which that is made
   */
  public static TableExtras of(
      Session session, TableDescription replaced, TableShape shape, String staging) {
    String target = Sql.name(staging, shape.name());
    List<String> statements = new ArrayList<>();
    statements.addAll(ExtrasQueries.comments(session, replaced, shape, target));
    statements.addAll(ExtrasQueries.grants(session, replaced, shape, target));
    return new TableExtras(
        replaced.name(), statements, replaced.owner(), ExtrasWarnings.of(session, replaced, shape));
  }

  /** Gives them to the table of the same name in a schema of ours; the owner comes last. */
  void apply(Session session, String schema) {
    String name = Sql.name(schema, table);
    String what = "carry grants and comments of table \"" + table + "\" over";
    statements.forEach(each -> session.execute(what, each));
    boolean other =
        session.one(
            "ask for the role", "SELECT current_user <> ?", row -> row.getBoolean(1), owner);
    if (other) {
      // An owner must be able to create in the table's schema; this one is dropped after the swap.
      session.execute(
          what,
          "GRANT USAGE, CREATE ON SCHEMA %s TO %s".formatted(Sql.name(schema), Sql.name(owner)));
      session.execute(what, "ALTER TABLE " + name + " OWNER TO " + Sql.name(owner));
    }
  }
}
