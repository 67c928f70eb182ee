package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.TableDescription;

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
public record TableProperties(
    String table, List<String> statements, String owner, List<String> warnings) {
  /** Takes its own copies of the lists. */
  public TableProperties {
    statements = List.copyOf(statements);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the properties of a table.
   *
   * @param replaced the table that makes room
   * @param shape what takes its place; columns are matched by name
   * @param staging the schema in which that is made
   */
  public static TableProperties of(
      Session session, TableDescription replaced, TableShape shape, String staging) {
    String target = Sql.name(staging, shape.name());
    List<String> statements = new ArrayList<>();
    statements.addAll(PropertyQueries.comments(session, replaced, shape, target));
    statements.addAll(RowSecurity.statements(session, replaced, shape, target));
    statements.addAll(TablePrivileges.of(session, replaced, shape, target));
    return new TableProperties(
        replaced.name(),
        statements,
        replaced.owner(),
        PropertyWarnings.of(session, replaced, shape));
  }

  /**
   * Gives them to the table of the same name in a schema of ours; its owner comes first, as grants
   * are the owner's.
   */
  public void apply(Session session, String schema) {
    new CatalogOwners(owner, Map.of()).give(session, schema, table);
    String what = "carry grants and comments of table \"" + table + "\" over";
    statements.forEach(each -> session.execute(what, each));
  }
}
