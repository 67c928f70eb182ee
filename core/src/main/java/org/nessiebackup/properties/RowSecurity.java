package org.nessiebackup.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.TableDescription;

/**
 * The row security of a table that makes room, as statements about the one that takes its place.
 * Grants are carried over, so policies have to be: otherwise whoever saw some rows would see all.
 */
public final class RowSecurity {
  private static final String POLICIES =
      """
      SELECT format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, ?::text,
        CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
        CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
          WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        (SELECT string_agg(
            CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ')
          FROM unnest(p.polroles) AS r),
        ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
      FROM pg_policy p WHERE p.polrelid = ?::oid ORDER BY p.polname
      """;

  private static final String COMMENTS =
      """
      SELECT format('COMMENT ON POLICY %I ON %s IS %L', p.polname, ?::text, d.description)
      FROM pg_policy p
        JOIN pg_description d ON d.classoid = 'pg_policy'::regclass AND d.objoid = p.oid
      WHERE p.polrelid = ?::oid ORDER BY p.polname
      """;

  private static final String SWITCHES =
      """
      SELECT format('ALTER TABLE %s %s ROW LEVEL SECURITY', ?::text, switch)
      FROM pg_class c CROSS JOIN LATERAL (VALUES
        (CASE WHEN c.relrowsecurity THEN 'ENABLE' END),
        (CASE WHEN c.relforcerowsecurity THEN 'FORCE' END)) AS switches(switch)
      WHERE c.oid = ?::oid AND switch IS NOT NULL
      """;

  /**
   * A policy that reads a table of the same schema by name may mean one that makes room as well.
   */
  private static final String UNFIT =
      """
      SELECT p.polname, CASE
          WHEN o.oid = p.polrelid THEN format('uses column "%s", which the restored table will not have', a.attname)
          ELSE format('reads table "%s"."%s", which may be exchanged with it', n.nspname, o.relname) END AS why,
        format('DROP POLICY %I ON %s', p.polname, p.polrelid::regclass) AS remedy
      FROM pg_policy p
        JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
          AND d.refclassid = 'pg_class'::regclass
        JOIN pg_class c ON c.oid = p.polrelid
        JOIN pg_class o ON o.oid = d.refobjid AND o.relnamespace = c.relnamespace
        JOIN pg_namespace n ON n.oid = o.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid AND a.attnum > 0
      WHERE p.polrelid = ?::oid
        AND (o.oid <> p.polrelid OR a.attname IS NOT NULL AND a.attname <> ALL (?))
      ORDER BY p.polname
      """;

  private RowSecurity() {}

  /**
   * The statements, about the table of the given quoted name.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if a policy cannot be carried over
   */
  static List<String> statements(
      Session session, TableDescription replaced, TableShape shape, String target) {
    refuseUnfit(session, replaced, shape);
    List<String> statements = new ArrayList<>();
    for (String query : List.of(POLICIES, COMMENTS, SWITCHES)) {
      statements.addAll(
          session.texts(
              "read the row security of table \"" + replaced.name() + "\"",
              query,
              target,
              replaced.oid()));
    }
    return statements;
  }

  /**
   * Refuses policies that cannot be carried over.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public static void refuseUnfit(Session session, TableDescription replaced, TableShape shape) {
    Optional<BackupException> unfit =
        session.first(
            "look at the policies of table \"" + replaced.name() + "\"",
            UNFIT,
            row ->
                Failure.TARGET_GUARDED.exception(
                    "policy \"%s\" of table \"%s\" cannot be carried over: it %s"
                        .formatted(row.getString("polname"), replaced.name(), row.getString("why")),
                    "Without it, rows that it hides could be read. Note its definition (\\d in"
                        + " psql), drop it as the table's owner, and create it again after the"
                        + " restore: "
                        + row.getString("remedy")
                        + ";"),
            replaced.oid(),
            shape.columnNames());
    if (unfit.isPresent()) {
      throw unfit.get();
    }
  }
}
