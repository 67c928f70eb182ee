package org.nessiebackup.properties;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What would have to go with a schema of ours and the tables in it: whatever others have built on
 * them, whatever is built on that, and whatever lies in the schema and is not ours. What belongs to
 * a table, such as an index, a trigger or a policy, goes with it and is not meant; that a
 * publication names it is meant, although the server would let it go.
 *
 * @param named the first of them
 * @param others how many more there are
 */
public record Dependents(List<Dependent> named, long others) {
  private static final int NAMED = 50;

  /** What is as long as this was cut off. */
  static final int DEFINITION_LENGTH = 4000;

  private static final int IN_A_SENTENCE = 5;

  /** None. */
  static final Dependents NONE = new Dependents(List.of(), 0);

  /**
   * Follows the server's own record of what depends on what. 0 is what goes by itself, 1 is what is
   * in the way, 2 is what belongs to that.
   */
  private static final String REACHED =
      """
      WITH RECURSIVE ours AS (
        SELECT 'pg_namespace'::regclass::oid AS classid, oid AS objid
        FROM pg_namespace WHERE nspname = ?
        UNION ALL
        SELECT 'pg_class'::regclass, c.oid
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r'),
      reached(classid, objid, how) AS (
        SELECT classid, objid, 0 FROM ours
        UNION
        SELECT coalesce(whole.refclassid, d.classid), coalesce(whole.refobjid, d.objid),
          CASE WHEN d.deptype = 'n' OR r.how = 0 AND d.classid = 'pg_publication_rel'::regclass THEN 1
            WHEN r.how = 0 THEN 0 ELSE 2 END
        FROM reached r
          JOIN pg_depend d ON d.refclassid = r.classid AND d.refobjid = r.objid
            AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
          LEFT JOIN pg_depend whole ON d.deptype = 'n' AND whole.classid = d.classid
            AND whole.objid = d.objid AND whole.deptype = 'i'
        WHERE (d.classid, d.objid) NOT IN (SELECT classid, objid FROM ours)),
      outside AS (
        SELECT classid, objid FROM reached GROUP BY classid, objid
        HAVING min(how) = 1 AND max(how) = 1)
      """;

  private static final String QUERY =
      REACHED
          + """
          SELECT i.identity, i.schema, CASE WHEN EXISTS (
              SELECT FROM pg_inherits h JOIN reached r ON r.objid = h.inhparent
              WHERE o.classid = 'pg_class'::regclass AND h.inhrelid = o.objid)
            THEN 'child ' ELSE '' END || i.type AS kind, count(*) OVER () AS found, left(CASE
            WHEN i.type IN ('view', 'materialized view') THEN
              format('CREATE %s %s%s AS %s', upper(i.type), i.identity,
                (SELECT format(' WITH (%s)', string_agg(format('%I = %L',
                  split_part(r, '=', 1), substr(r, strpos(r, '=') + 1)), ', '))
                FROM pg_class c CROSS JOIN unnest(c.reloptions) AS r
                WHERE c.oid = o.objid HAVING count(*) > 0),
                pg_get_viewdef(o.objid))
            WHEN i.type IN ('function', 'procedure') THEN pg_get_functiondef(o.objid)
            WHEN i.type = 'table constraint' THEN
              (SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s',
                c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
              FROM pg_constraint c WHERE c.oid = o.objid)
            WHEN i.type = 'publication relation' THEN
              (SELECT format('ALTER PUBLICATION %I ADD TABLE ONLY %s', p.pubname, r.prrelid::regclass)
              FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
              WHERE r.oid = o.objid)
            WHEN i.type = 'rule' THEN pg_get_ruledef(o.objid)
            WHEN i.type = 'trigger' THEN pg_get_triggerdef(o.objid) END, ?) AS definition
          FROM outside o CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
          ORDER BY kind, i.identity LIMIT ?
          """;

  /** Takes its own copy of the list. */
  public Dependents {
    named = List.copyOf(named);
  }

  /**
   * Finds what depends on a schema.
   *
   * @param schema a schema of ours
   * @param tables the tables in it that are ours
   */
  public static Dependents of(Session session, String schema, List<String> tables) {
    return ask(session, schema, schema, tables);
  }

  /** What others have built on the tables of a catalog, whose schema is not ours. */
  static Dependents ofTables(Session session, CatalogLocation catalog) {
    return ask(session, null, catalog.schema(), catalog.names());
  }

  private static Dependents ask(Session session, String whole, String schema, List<String> tables) {
    record Found(Dependent dependent, long all) {}
    List<Found> found =
        session.query(
            "look what depends on schema \"" + schema + "\"",
            QUERY,
            row ->
                new Found(
                    new Dependent(
                        schema,
                        row.getString("kind"),
                        row.getString("identity"),
                        schema.equals(row.getString("schema")),
                        Optional.ofNullable(row.getString("definition"))),
                    row.getLong("found")),
            whole,
            schema,
            tables,
            DEFINITION_LENGTH,
            NAMED);
    return found.isEmpty()
        ? NONE
        : new Dependents(
            found.stream().map(Found::dependent).toList(), found.getFirst().all() - found.size());
  }

  /** Whether nothing is in the way. */
  public boolean isEmpty() {
    return named.isEmpty();
  }

  /** The first of them in half a sentence. */
  public String summary() {
    long more = others + Math.max(named.size() - IN_A_SENTENCE, 0);
    return named.stream()
            .limit(IN_A_SENTENCE)
            .map(Dependent::title)
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
