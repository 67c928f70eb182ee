package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.TableDescription;

/**
 * Who may do what with a table, as statements that give another table exactly the same: what
 * default privileges have given to the new one is taken away first, and an owner's own rights are
 * given only as far as he had them.
 */
final class TablePrivileges {
  private static final String ROLE =
      "CASE %s WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(%s)) END";

  private static final String GRANTEES =
      """
      SELECT format('REVOKE ALL ON %s FROM %s', ?::text, %ROLE)
      FROM (
        SELECT a.grantee FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
        WHERE c.oid = to_regclass(?)
        UNION SELECT relowner FROM pg_class WHERE oid = ?::oid) AS grantees
      """
          .replace("%ROLE", ROLE.replace("%s", "grantee"));

  private static final String GRANTS =
      """
      SELECT format('GRANT %s ON %s TO %s%s', g.privilege_type, ?::text, %ROLE,
        CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_class c
        CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS g
      WHERE c.oid = ?::oid
      UNION ALL
      SELECT format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, a.attname, ?::text, %ROLE,
        CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) AS g
      WHERE a.attrelid = ?::oid AND a.attname = ANY (?)
      """
          .replace("%ROLE", ROLE.replace("%s", "g.grantee"));

  private TablePrivileges() {}

  /**
   * Reads the privileges of a table.
   *
   * @param replaced whose they are
   * @param shape the new table, whose columns are matched by name
   * @param target its quoted name; it need not be there yet
   */
  static List<String> of(
      Session session, TableDescription replaced, TableShape shape, String target) {
    long oid = replaced.oid();
    List<String> names = shape.columnNames();
    String what = "read the table's privileges";
    List<String> statements = new ArrayList<>(session.texts(what, GRANTEES, target, target, oid));
    statements.addAll(session.texts(what, GRANTS, target, oid, target, oid, names));
    return statements;
  }
}
