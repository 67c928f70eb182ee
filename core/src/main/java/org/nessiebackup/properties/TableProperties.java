package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.SchemaMark;
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
  private static final String COMMENTS =
      """
      SELECT format('COMMENT ON TABLE %s IS %L', ?::text, description)
      FROM pg_description
      WHERE classoid = 'pg_class'::regclass AND objoid = ?::oid AND objsubid = 0
        AND NOT starts_with(description, '%MARK')
      UNION ALL
      SELECT format('COMMENT ON COLUMN %s.%I IS %L', ?::text, a.attname, d.description)
      FROM pg_description d
        JOIN pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
      WHERE d.classoid = 'pg_class'::regclass AND d.objoid = ?::oid AND a.attname = ANY (?)
      UNION ALL
      SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', o.conname, ?::text, d.description)
      FROM pg_description d JOIN pg_constraint o ON o.oid = d.objoid
      WHERE d.classoid = 'pg_constraint'::regclass AND o.conrelid = ?::oid AND o.contype = 'p'
      """
          .replace("%MARK", SchemaMark.PREFIX);

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
    long oid = replaced.oid();
    List<String> statements =
        new ArrayList<>(
            session.texts(
                "read the table's comments",
                COMMENTS,
                target,
                oid,
                target,
                oid,
                shape.columnNames(),
                target,
                oid));
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
